namespace Presage.Telemetry.Datasets;

/// <summary>The answer of Prometheus to <c>/api/v1/query_range</c>: a matrix; one or more answers in a file.</summary>
/// <remarks>
/// Which labels name the entity and which the metric is told by <see cref="PrometheusLabels"/>. Native histograms are
/// left out. Format: prometheus.io/docs/prometheus/latest/querying/api.
/// </remarks>
sealed class PrometheusReader : ISeriesReader
{
    public string Format => "prometheus";

    public string Description => "the JSON answer of Prometheus to query_range";

    public bool Recognises(ReadOnlySpan<byte> head, string name) => PrometheusAnswer.Recognises(head);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        builder.SetCalendar(hasCalendar: true, name);
        var tokens = new JsonTokens(stream, name, cancellation);
        PrometheusAnswer.Read(ref tokens, isVectorAllowed: false, (labels, samples) => Add(PrometheusLabels.Of(labels), samples, builder));
    }

    static void Add(PrometheusLabels labels, PrometheusSamples samples, RecordingBuilder builder)
    {
        var rows = builder.Metrics.Wants(labels.Metric) ? builder.Rows(labels.Entity, [labels.Metric]) : null;
        if (rows is not null && labels.OfEntity.Count > 0)
        {
            builder.AddLabels(labels.Entity, labels.OfEntity);
        }

        samples.AddTo(rows, builder);
    }
}
