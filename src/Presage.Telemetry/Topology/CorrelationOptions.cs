using Presage.Telemetry.Windows;

namespace Presage.Telemetry.Topology;

/// <summary>Which correlations become edges.</summary>
public sealed record CorrelationOptions
{
    /// <summary>The bins to look at; all of the frame by default. Take train bins where a forecast is to be judged.</summary>
    public BinRange? Bins { get; init; }

    /// <summary>The metrics to look at, by their exact names; all by default.</summary>
    public IReadOnlyList<string> Metrics { get; init; } = [];

    /// <summary>The least strength of an edge, in [0, 1] and whatever its sign; 0.3 by default.</summary>
    public double MinimumStrength { get; init; } = 0.3;

    /// <summary>An edge stays when it is one of this many strongest of one of its ends; 10 by default.</summary>
    public int StrongestPerNode { get; init; } = 10;

    /// <summary>The least number of bins in which both series are observed, at least 3; 12 by default.</summary>
    public int MinimumCommonBins { get; init; } = 12;
}
