using Presage.Models.Regression;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Training;

/// <summary>What is known of a batch of windows, as inputs of a graph.</summary>
/// <param name="Values">[B, T, N], filled causally, in deviations from the train mean.</param>
/// <param name="Observed">[B, T, N], 1 where a value was observed and 0 where it was filled in.</param>
/// <param name="Clock">[B, 4], the time of the origin: sine and cosine of the time of day, once and twice a day.</param>
/// <param name="Context">[B, N, P], what <see cref="WindowFeatures"/> say of each metric's window.</param>
/// <param name="DayShares">[B, T], the share of its day that has passed at each input step: 0 to below 1.</param>
/// <param name="Places">[B, 2], whole numbers: the origin's place in its day and weekday, as <see cref="WindowClock.ReadPlaces"/> has them.</param>
readonly record struct WindowTensors(
    Tensor Values, Tensor Observed, Tensor Clock, Tensor Context, Tensor DayShares, Tensor Places);
