namespace Presage.Telemetry.Datasets;

/// <summary>Who a Prometheus series belongs to and what it measures.</summary>
/// <remarks>
/// The labels namespace, job, service, pod, container, instance and node name the entity, their values joined with
/// slashes in this order; a series without any belongs to <c>all</c>. The name and the labels that are left name the
/// metric, as in <c>node_cpu_seconds_total{mode="idle"}</c>; without a name, as after rate(), it is <c>value</c>.
/// </remarks>
sealed record PrometheusLabels(string Entity, string Metric, IReadOnlyDictionary<string, string> OfEntity)
{
    const string NameLabel = "__name__";
    const string NoName = "value";

    static readonly string[] EntityLabels = ["namespace", "job", "service", "pod", "container", "instance", "node"];

    public static PrometheusLabels Of(SortedDictionary<string, string> labels)
    {
        var ofEntity = EntityLabels.Where(labels.ContainsKey).ToDictionary(label => label, label => labels[label], StringComparer.Ordinal);
        var ofMetric = labels
            .Where(label => label.Key != NameLabel && !ofEntity.ContainsKey(label.Key))
            .Select(label => $"{label.Key}=\"{label.Value}\"")
            .ToList();
        string entity = ofEntity.Count > 0 ? string.Join('/', EntityLabels.Where(labels.ContainsKey).Select(label => labels[label])) : SeriesName.OnlyEntity;
        string name = labels.GetValueOrDefault(NameLabel, NoName);
        return new PrometheusLabels(entity, ofMetric.Count > 0 ? $"{name}{{{string.Join(',', ofMetric)}}}" : name, ofEntity);
    }
}
