namespace Presage.Simulation.Topologies;

/// <summary>An operation that users call.</summary>
public sealed record EntrySpec
{
    /// <summary>The service.</summary>
    public required string Service { get; init; }

    /// <summary>Its operation.</summary>
    public required string Operation { get; init; }

    /// <summary>Requests per second, on average over a weekday.</summary>
    public required double Rate { get; init; }

    /// <summary>The hour of the day with the most requests; null, the default, for that of the load profile.</summary>
    public double? PeakHour { get; init; }

    /// <summary><c>service/operation</c>, as load changes and traffic surges name it.</summary>
    internal string Key => $"{Service}/{Operation}";
}
