namespace Presage.Models.WhatIf;

/// <summary>How a metric follows the load of its service.</summary>
public enum MetricRole
{
    /// <summary>It counts requests or calls, so it has the load's factor.</summary>
    Load,

    /// <summary>A time for each request: it grows as a queue does.</summary>
    Latency,

    /// <summary>Requests that are in the service: the load times a latency.</summary>
    InFlight,

    /// <summary>Requests that wait: the load times a waiting time.</summary>
    Backlog,

    /// <summary>A share of a capacity, [0, 1] or in percent: it grows in proportion until it is full.</summary>
    Utilisation,

    /// <summary>Requests that failed.</summary>
    Errors,

    /// <summary>Instances that share the load.</summary>
    Instances,

    /// <summary>Anything else: it follows the load by a straight line, or not at all.</summary>
    Other,
}
