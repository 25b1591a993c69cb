using Presage.Models.Regression;
using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;

namespace Presage.Models.Training;

/// <summary>The inputs that networks may use, declared in a graph and filled from windows.</summary>
sealed class WindowInputs
{
    const string Values = "values";
    const string Observed = "observed";
    const string Clock = "clock";
    const string ContextName = "context";
    const string DayShares = "day-shares";
    const string Places = "places";

    readonly int _steps;
    readonly int _metrics;
    readonly WindowFeatures _features;

    /// <param name="steps">T.</param>
    /// <param name="metrics">N.</param>
    /// <param name="features">What is said of each metric's window.</param>
    public WindowInputs(int steps, int metrics, WindowFeatures features)
    {
        _steps = steps;
        _metrics = metrics;
        _features = features;
    }

    /// <summary>Declares the inputs.</summary>
    public WindowTensors Declare(Graph graph) => new(
        graph.Input(Values, new Shape(_steps, _metrics)),
        graph.Input(Observed, new Shape(_steps, _metrics)),
        graph.Input(Clock, new Shape(WindowClock.Features)),
        graph.Input(ContextName, new Shape(_metrics, _features.Count)),
        graph.Input(DayShares, new Shape(_steps)),
        graph.Input(Places, new Shape(WindowClock.PlaceCount)));

    /// <summary>Fills a runner's inputs.</summary>
    /// <param name="runner">Where to.</param>
    /// <param name="windows">Where from.</param>
    /// <param name="indices">The windows, in the order of the batch.</param>
    public void Fill(BatchRunner runner, WindowSet windows, ReadOnlySpan<int> indices)
    {
        var values = runner.Input(Values);
        var observed = runner.Input(Observed);
        var clock = runner.Input(Clock);
        var context = runner.Input(ContextName);
        var shares = runner.Input(DayShares);
        var places = runner.Input(Places);
        var length = _steps * _metrics;
        var described = _metrics * _features.Count;
        for (var item = 0; item < indices.Length; item++)
        {
            var itemValues = values.Slice(item * length, length);
            var itemObserved = observed.Slice(item * length, length);
            windows.CopyInput(indices[item], itemValues, itemObserved);
            WindowClock.Read(windows, indices[item], clock.Slice(item * WindowClock.Features, WindowClock.Features));
            WindowClock.ReadShares(windows, indices[item], shares.Slice(item * _steps, _steps));
            WindowClock.ReadPlaces(windows, indices[item], places.Slice(item * WindowClock.PlaceCount, WindowClock.PlaceCount));
            _features.Describe(windows, indices[item], itemValues, itemObserved, context.Slice(item * described, described), []);
        }
    }
}
