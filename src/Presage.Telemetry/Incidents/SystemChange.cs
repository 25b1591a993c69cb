namespace Presage.Telemetry.Incidents;

/// <summary>Something that was changed or changed by itself, whether it did harm or not: a pod, a version, who is called.</summary>
/// <param name="TimeMs">When, in Unix milliseconds.</param>
/// <param name="Kind">What changed, as its source calls it: <c>pod-ready</c>, <c>scaled</c>, <c>deployed</c>, <c>migrated</c>.</param>
/// <param name="Service">The service that changed.</param>
public sealed record SystemChange(long TimeMs, string Kind, string Service)
{
    /// <summary>The pod; null where a whole service changed.</summary>
    public string? Pod { get; init; }

    /// <summary>The operation; null where the whole service changed.</summary>
    public string? Operation { get; init; }

    /// <summary>What was before, such as the number of instances; null when there is nothing to say.</summary>
    public string? From { get; init; }

    /// <summary>What is after; null when there is nothing to say.</summary>
    public string? To { get; init; }
}
