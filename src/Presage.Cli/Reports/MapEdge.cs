using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>An edge of a map: the caller depends on the callee.</summary>
/// <param name="From">The caller, an index into the nodes.</param>
/// <param name="To">The callee; the caller itself in a self call.</param>
/// <param name="IsInferred">Whether no call was seen and the edge is only concluded, such as from correlation.</param>
sealed record MapEdge(
    int From,
    int To,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] bool IsInferred = false)
{
    /// <summary>The weight the source gave; null where it says nothing beyond the edge.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public float? Weight { get; init; }

    /// <summary>How many calls there were; null where none were counted.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public long? Calls { get; init; }

    /// <summary>The mean latency of the calls in milliseconds; null where it is not known.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? MeanLatencyMs { get; init; }

    /// <summary>The share of calls that failed, in [0, 1]; null without calls.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? ErrorRate { get; init; }
}
