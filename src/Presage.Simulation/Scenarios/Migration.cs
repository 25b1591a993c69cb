namespace Presage.Simulation.Scenarios;

/// <summary>A change of the graph: from a time on, a service's operation calls another service instead.</summary>
public sealed record Migration
{
    /// <summary>The service that calls.</summary>
    public required string Service { get; init; }

    /// <summary>Its operation.</summary>
    public required string Operation { get; init; }

    /// <summary>The service it has called; every call of the operation to it moves.</summary>
    public required string From { get; init; }

    /// <summary>The service it calls from then on.</summary>
    public required string To { get; init; }

    /// <summary>The operation it calls there.</summary>
    public required string ToOperation { get; init; }

    /// <summary>When, counted from the start.</summary>
    public required TimeSpan At { get; init; }
}
