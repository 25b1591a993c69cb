namespace Presage.Simulation.Topologies;

/// <summary>The family of a distribution of service times.</summary>
public enum ServiceTimeKind
{
    /// <summary>Always the mean.</summary>
    Constant,

    /// <summary>Without memory, as in M/M/c queues.</summary>
    Exponential,

    /// <summary>A sum of equal exponential phases; steadier than one of them.</summary>
    Erlang,

    /// <summary>Skewed with a moderate tail, as most measured service times are.</summary>
    LogNormal,

    /// <summary>A heavy tail that is cut off: few requests take most of the time.</summary>
    Pareto,
}
