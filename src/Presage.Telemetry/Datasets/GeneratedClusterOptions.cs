namespace Presage.Telemetry.Datasets;

/// <summary>The size of a generated cluster.</summary>
public sealed record GeneratedClusterOptions
{
    /// <summary>How many machines; 8 by default. Machines of one group, four each, share their load.</summary>
    public int Machines { get; init; } = 8;

    /// <summary>How many days from Monday, 1 January 2024, UTC; 14 by default, so that a week comes twice.</summary>
    public int Days { get; init; } = 14;

    /// <summary>Same seed, same recording; 1 by default.</summary>
    public int Seed { get; init; } = 1;
}
