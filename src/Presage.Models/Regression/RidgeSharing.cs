namespace Presage.Models.Regression;

/// <summary>Which metrics share the weights of a linear forecast; entities always do.</summary>
public enum RidgeSharing
{
    /// <summary>Each metric has weights of its own.</summary>
    Metric,

    /// <summary>All metrics share one matrix.</summary>
    All,
}
