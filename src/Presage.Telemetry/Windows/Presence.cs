namespace Presage.Telemetry.Windows;

/// <summary>When a bin of an entity counts as observed.</summary>
public enum Presence
{
    /// <summary>Every metric the entity has at all is there; a bin with some of them missing is missing as a whole.</summary>
    EveryMetric,

    /// <summary>Any metric is there; each metric is then masked and filled on its own.</summary>
    AnyMetric,
}
