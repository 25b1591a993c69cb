using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>A forecaster that learns which node to listen to, and can tell.</summary>
public interface ILearnsGraph
{
    /// <summary>What was learned, averaged over windows where it differs between them.</summary>
    /// <param name="windows">Windows of the shape the model was fitted for; some of them, spread evenly, are looked at.</param>
    /// <param name="cancellationToken">Heard between chunks of windows.</param>
    /// <returns>A matrix for each part of the model that weighs edges, and how far nodes move each other's forecasts; none without a window.</returns>
    /// <exception cref="InvalidOperationException">The model was neither fitted nor loaded.</exception>
    IReadOnlyList<LearnedGraph> LearnedGraphs(WindowSet windows, CancellationToken cancellationToken = default);
}
