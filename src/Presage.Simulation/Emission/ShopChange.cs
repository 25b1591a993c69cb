namespace Presage.Simulation.Emission;

/// <summary>A change of the shop, told when it happens: part of the ground truth.</summary>
public readonly record struct ShopChange
{
    /// <summary>What changed.</summary>
    public required ShopChangeKind Kind { get; init; }

    /// <summary>When, counted from the start.</summary>
    public required TimeSpan At { get; init; }

    /// <summary>Index of the service that changed.</summary>
    public required int Service { get; init; }

    /// <summary>The pod; null where a whole service changed.</summary>
    public string? Pod { get; init; }

    /// <summary>Before: instances when scaled, the index of the service that was called when migrated; else 0.</summary>
    public int From { get; init; }

    /// <summary>After: instances when scaled, the index of the service that is called when migrated, the version when deployed; else 0.</summary>
    public int To { get; init; }

    /// <summary>The operation that migrated; null otherwise.</summary>
    public string? Operation { get; init; }
}
