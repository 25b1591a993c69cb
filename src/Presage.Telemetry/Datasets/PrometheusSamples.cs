using System.Text.Json;

namespace Presage.Telemetry.Datasets;

/// <summary>The samples of one Prometheus series, kept until its labels are known.</summary>
sealed class PrometheusSamples
{
    readonly List<(long TimeMs, double Value)> _samples = [];

    /// <summary>Times and values in the answer's order, which is that of time.</summary>
    public IReadOnlyList<(long TimeMs, double Value)> All => _samples;

    public void Clear() => _samples.Clear();

    /// <summary>Reads an array of pairs: Unix seconds as a number, the value as a string.</summary>
    public void Read(ref JsonTokens tokens)
    {
        tokens.Expect(JsonTokenType.StartArray);
        while (tokens.Read() && tokens.Type == JsonTokenType.StartArray)
        {
            ReadPair(ref tokens);
        }

        if (tokens.Type != JsonTokenType.EndArray)
        {
            throw tokens.Error($"the values have {tokens.Type}, expected a pair of time and value");
        }
    }

    /// <summary>Reads what follows the bracket of a pair, and its closing one.</summary>
    public void ReadPair(ref JsonTokens tokens)
    {
        tokens.Expect(JsonTokenType.Number);
        if (!NumberField.TryParse(tokens.Bytes, out double seconds) || !(Math.Abs(seconds) < 1e12))
        {
            throw tokens.Error(FieldError.NotATime("values", tokens.Bytes));
        }

        tokens.Expect(JsonTokenType.String);
        if (!NumberField.TryParse(tokens.Bytes, out double value))
        {
            throw tokens.Error(FieldError.NotANumber("values", tokens.Bytes));
        }

        _samples.Add(((long)Math.Round(seconds * 1000), value));
        tokens.Expect(JsonTokenType.EndArray);
    }

    /// <summary>Adds the samples to the rows of their series; null counts them as not asked for.</summary>
    public void AddTo(RowBuffer? rows, RecordingBuilder builder)
    {
        Span<double> value = stackalloc double[1];
        foreach (var sample in _samples)
        {
            value[0] = sample.Value;
            builder.Add(rows, sample.TimeMs, value);
        }
    }
}
