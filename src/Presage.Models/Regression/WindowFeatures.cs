using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>Describes each metric of a window by numbers from which it is forecast linearly, relative to the mean of its own window.</summary>
/// <remarks>Not safe for use by several threads; each takes a <see cref="Copy"/>.</remarks>
abstract class WindowFeatures
{
    /// <summary>P, the number of features of a metric.</summary>
    public abstract int Count { get; }

    /// <summary>The index of the constant 1 among the features; -1 where there is none.</summary>
    public abstract int Constant { get; }

    /// <summary>Describes one window.</summary>
    /// <param name="windows">Where it lies.</param>
    /// <param name="index">Which it is.</param>
    /// <param name="values">[T, N], its filled input.</param>
    /// <param name="observed">[T, N], 1 or 0.</param>
    /// <param name="features">[N, P], written.</param>
    /// <param name="means">[N], written: the mean of each metric's window, to which forecasts are relative; may be empty.</param>
    public abstract void Describe(
        WindowSet windows, int index, ReadOnlySpan<float> values, ReadOnlySpan<float> observed, Span<float> features, Span<float> means);

    /// <summary>The same features for another thread.</summary>
    public abstract WindowFeatures Copy();

    /// <summary>Writes what is needed to describe windows again.</summary>
    public abstract void Save(ArtefactWriter writer);
}
