namespace Presage.Simulation.Topologies;

/// <summary>How the number of instances follows the load, in the manner of Kubernetes' horizontal autoscaler.</summary>
/// <remarks>
/// Every interval the wanted number is that of the ready instances times utilisation over target, rounded up. Within a tenth of the
/// target nothing happens. More instances are started at once and are ready after the delay; fewer only when every
/// interval of the calm time wanted fewer.
/// </remarks>
public sealed record AutoscalingSpec
{
    /// <summary>The utilisation of the workers to keep, (0, 1); 0.5 by default.</summary>
    public double TargetUtilisation { get; init; } = 0.5;

    /// <summary>The fewest instances; 1 by default.</summary>
    public int Least { get; init; } = 1;

    /// <summary>The most instances; 10 by default.</summary>
    public int Most { get; init; } = 10;

    /// <summary>Seconds between two decisions; 30 by default.</summary>
    public double IntervalSeconds { get; init; } = 30;

    /// <summary>Seconds until a new instance takes requests; 45 by default.</summary>
    public double DelaySeconds { get; init; } = 45;

    /// <summary>Seconds for which fewer instances must have been enough before one is removed; 300 by default.</summary>
    public double CalmSeconds { get; init; } = 300;
}
