using System.Text.Json;

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

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        head.TrimStart(" \t\r\n"u8).StartsWith("{"u8)
        && (head.IndexOf("\"resultType\""u8) >= 0 || (head.IndexOf("\"status\""u8) >= 0 && head.IndexOf("\"error"u8) >= 0));

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        builder.SetCalendar(hasCalendar: true, name);
        var tokens = new JsonTokens(stream, name, cancellation);
        var samples = new PrometheusSamples();
        while (tokens.Read())
        {
            if (tokens.Type != JsonTokenType.StartObject)
            {
                throw tokens.Error($"the answer begins with {tokens.Type}, expected an object");
            }

            ReadAnswer(ref tokens, samples, builder);
        }
    }

    static void ReadAnswer(ref JsonTokens tokens, PrometheusSamples samples, RecordingBuilder builder)
    {
        string? status = null;
        string? error = null;
        while (NextProperty(ref tokens))
        {
            if (tokens.Is("status"u8))
            {
                tokens.Expect(JsonTokenType.String);
                status = tokens.Text;
            }
            else if (tokens.Is("error"u8))
            {
                tokens.Expect(JsonTokenType.String);
                error = tokens.Text;
            }
            else if (tokens.Is("data"u8))
            {
                tokens.Expect(JsonTokenType.StartObject);
                ReadData(ref tokens, samples, builder);
            }
            else
            {
                tokens.Skip();
            }
        }

        if (status is not (null or "success"))
        {
            throw tokens.Error($"the answer's status is {status}: {error ?? "no reason given"}");
        }
    }

    static void ReadData(ref JsonTokens tokens, PrometheusSamples samples, RecordingBuilder builder)
    {
        while (NextProperty(ref tokens))
        {
            if (tokens.Is("resultType"u8))
            {
                tokens.Expect(JsonTokenType.String);
                if (!tokens.Is("matrix"u8))
                {
                    throw tokens.Error($"the resultType is {tokens.Text}, expected matrix: ask query_range, not query");
                }
            }
            else if (tokens.Is("result"u8))
            {
                tokens.Expect(JsonTokenType.StartArray);
                while (tokens.Read() && tokens.Type == JsonTokenType.StartObject)
                {
                    ReadSeries(ref tokens, samples, builder);
                }

                if (tokens.Type != JsonTokenType.EndArray)
                {
                    throw tokens.Error($"the result has {tokens.Type}, expected a series");
                }
            }
            else
            {
                tokens.Skip();
            }
        }
    }

    static void ReadSeries(ref JsonTokens tokens, PrometheusSamples samples, RecordingBuilder builder)
    {
        samples.Clear();
        PrometheusLabels? labels = null;
        while (NextProperty(ref tokens))
        {
            if (tokens.Is("metric"u8))
            {
                tokens.Expect(JsonTokenType.StartObject);
                labels = ReadLabels(ref tokens);
            }
            else if (tokens.Is("values"u8))
            {
                samples.Read(ref tokens);
            }
            else
            {
                tokens.Skip();
            }
        }

        if (labels is null)
        {
            throw tokens.Error("a series has no metric");
        }

        var rows = builder.Metrics.Wants(labels.Metric) ? builder.Rows(labels.Entity, [labels.Metric]) : null;
        if (rows is not null && labels.OfEntity.Count > 0)
        {
            builder.AddLabels(labels.Entity, labels.OfEntity);
        }

        samples.AddTo(rows, builder);
    }

    static PrometheusLabels ReadLabels(ref JsonTokens tokens)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (NextProperty(ref tokens))
        {
            string name = tokens.Text;
            tokens.Expect(JsonTokenType.String);
            labels[name] = tokens.Text;
        }

        return PrometheusLabels.Of(labels);
    }

    static bool NextProperty(ref JsonTokens tokens)
    {
        if (!tokens.Read())
        {
            throw tokens.Error("the text ends in the middle of an object");
        }

        return tokens.Type == JsonTokenType.PropertyName;
    }
}
