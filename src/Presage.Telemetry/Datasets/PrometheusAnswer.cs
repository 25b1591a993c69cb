using System.Text.Json;

namespace Presage.Telemetry.Datasets;

/// <summary>Walks through answers of Prometheus, series by series.</summary>
static class PrometheusAnswer
{
    public static bool Recognises(ReadOnlySpan<byte> head) =>
        head.TrimStart(" \t\r\n"u8).StartsWith("{"u8)
        && (head.IndexOf("\"resultType\""u8) >= 0 || (head.IndexOf("\"status\""u8) >= 0 && head.IndexOf("\"error"u8) >= 0));

    /// <summary>Reads every answer of a file.</summary>
    /// <param name="tokens">Before the first answer; left at the end of the text.</param>
    /// <param name="isVectorAllowed">Whether an answer may hold one sample a series, as query gives it.</param>
    /// <param name="onSeries">Gets the labels and the samples of each series; the samples are used again afterwards.</param>
    /// <exception cref="DataFormatException">The text is no answer, or the answer is an error.</exception>
    public static void Read(ref JsonTokens tokens, bool isVectorAllowed, Action<SortedDictionary<string, string>, PrometheusSamples> onSeries)
    {
        var samples = new PrometheusSamples();
        while (tokens.Read())
        {
            if (tokens.Type != JsonTokenType.StartObject)
            {
                throw tokens.Error($"the answer begins with {tokens.Type}, expected an object");
            }

            ReadAnswer(ref tokens, isVectorAllowed, samples, onSeries);
        }
    }

    static void ReadAnswer(
        ref JsonTokens tokens, bool isVectorAllowed, PrometheusSamples samples, Action<SortedDictionary<string, string>, PrometheusSamples> onSeries)
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
                ReadData(ref tokens, isVectorAllowed, samples, onSeries);
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

    static void ReadData(
        ref JsonTokens tokens, bool isVectorAllowed, PrometheusSamples samples, Action<SortedDictionary<string, string>, PrometheusSamples> onSeries)
    {
        while (NextProperty(ref tokens))
        {
            if (tokens.Is("resultType"u8))
            {
                tokens.Expect(JsonTokenType.String);
                if (!tokens.Is("matrix"u8) && !(isVectorAllowed && tokens.Is("vector"u8)))
                {
                    throw tokens.Error($"the resultType is {tokens.Text}, expected matrix: ask query_range, not query");
                }
            }
            else if (tokens.Is("result"u8))
            {
                tokens.Expect(JsonTokenType.StartArray);
                while (tokens.Read() && tokens.Type == JsonTokenType.StartObject)
                {
                    onSeries(ReadSeries(ref tokens, samples), samples);
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

    static SortedDictionary<string, string> ReadSeries(ref JsonTokens tokens, PrometheusSamples samples)
    {
        samples.Clear();
        SortedDictionary<string, string>? labels = null;
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
            else if (tokens.Is("value"u8))
            {
                tokens.Expect(JsonTokenType.StartArray);
                samples.ReadPair(ref tokens);
            }
            else
            {
                tokens.Skip();
            }
        }

        return labels ?? throw tokens.Error("a series has no metric");
    }

    static SortedDictionary<string, string> ReadLabels(ref JsonTokens tokens)
    {
        var labels = new SortedDictionary<string, string>(StringComparer.Ordinal);
        while (NextProperty(ref tokens))
        {
            string name = tokens.Text;
            tokens.Expect(JsonTokenType.String);
            labels[name] = tokens.Text;
        }

        return labels;
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
