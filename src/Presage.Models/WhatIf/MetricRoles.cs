using System.Text.RegularExpressions;
using Presage.Telemetry.Windows;

namespace Presage.Models.WhatIf;

/// <summary>Finds out from names and values what the metrics of a frame are.</summary>
static partial class MetricRoles
{
    static readonly string[] LoadWords = ["workload", "rps", "qps", "ops", "throughput", "requests", "request", "mcr", "calls", "hits"];
    static readonly string[] PerSecondWords = ["workload", "rps", "qps", "ops", "throughput", "second"];
    static readonly string[] ShareWords = ["rate", "ratio", "share", "percent", "pct"];

    static readonly (string[] Words, MetricRole Role)[] Known =
    [
        (["error", "errors", "failure", "failures", "failed", "5xx", "refused"], MetricRole.Errors),
        (["latency", "rt", "duration", "response", "elapsed", "delay"], MetricRole.Latency),
        (["queue", "queued", "backlog", "pending", "waiting"], MetricRole.Backlog),
        (["concurrency", "inflight", "active", "flight"], MetricRole.InFlight),
        (["instances", "replicas", "pods"], MetricRole.Instances),
        (["cpu", "utilisation", "utilization"], MetricRole.Utilisation),
        (LoadWords, MetricRole.Load),
    ];

    /// <summary>The role of each metric of a frame.</summary>
    /// <param name="frame">In own units.</param>
    /// <returns>[metric].</returns>
    public static MetricRole[] Of(Frame frame) => [.. Enumerable.Range(0, frame.Metrics.Count).Select(metric => Of(frame, metric))];

    /// <summary>The metric that measures the load of a service.</summary>
    /// <param name="frame">In own units.</param>
    /// <param name="named">What the user calls it; null to recognise it.</param>
    /// <exception cref="ModelDataException">There is none.</exception>
    public static int FindLoad(Frame frame, string? named)
    {
        var indexes = Enumerable.Range(0, frame.Metrics.Count);
        var metrics = string.Join(", ", frame.Metrics);
        if (named is not null)
        {
            return indexes.Where(metric => frame.Metrics[metric] == named).Append(-1).First() is >= 0 and int found
                ? found
                : throw new ModelDataException($"There is no metric '{named}' that the load could be read from; there are {metrics}.");
        }

        int[] loads = [.. indexes.Where(metric => Of(frame, metric) == MetricRole.Load).OrderBy(metric => Rank(frame.Metrics[metric]))];
        return loads.Length > 0
            ? loads[0]
            : throw new ModelDataException($"None of the metrics is recognised as a load, such as workload, requests or qps; there are {metrics}.");
    }

    /// <summary>Whether a load counts requests in a second and not in a bin.</summary>
    public static bool IsPerSecond(string metric) => Words(metric).Any(PerSecondWords.Contains);

    static MetricRole Of(Frame frame, int metric)
    {
        string[] words = Words(frame.Metrics[metric]);
        var role = Array.Find(Known, known => words.Any(known.Words.Contains)) is { Words: not null } found ? found.Role : MetricRole.Other;
        return role switch
        {
            MetricRole.Errors when words.Any(ShareWords.Contains) && Largest(frame, metric) <= 1 => MetricRole.Other,
            MetricRole.Utilisation when Largest(frame, metric) > 100 => MetricRole.Other,
            _ => role,
        };
    }

    static int Rank(string metric)
    {
        string[] words = Words(metric);
        return Array.FindIndex(LoadWords, words.Contains);
    }

    static float Largest(Frame frame, int metric)
    {
        float largest = 0;
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            foreach (float value in frame.Values(entity, metric))
            {
                largest = value > largest ? value : largest;
            }
        }

        return largest;
    }

    static string[] Words(string metric) => [.. Word().Matches(metric).Select(match => match.Value.ToLowerInvariant())];

    [GeneratedRegex("[A-Z]?[a-z0-9]+|[A-Z0-9]+")]
    private static partial Regex Word();
}
