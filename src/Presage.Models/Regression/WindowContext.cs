using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>Describes a metric by its own window alone.</summary>
sealed class WindowContext : WindowFeatures
{
    const string DesignNumber = "contextDesign";

    // The newest values count one by one, older ones in stretches that grow by a quarter: noise averages out where detail no longer matters.
    const int SingleSteps = 16;
    const int StretchDivisor = 4;

    // Each age of the newest observation, from 1 step to this many, corrects the weight of the newest value and of the trend.
    const int Ages = 5;
    const int AgeFeatures = 2 * Ages;
    const int TrendSteps = 12;

    const int SpreadFeatures = 4;
    const int RecentSteps = 24;

    readonly int _steps;
    readonly int _metrics;
    readonly ContextDesign _design;
    readonly int[] _stretchEnds;
    readonly float[] _centred; // [T]

    /// <param name="design">Which features.</param>
    /// <param name="steps">T.</param>
    /// <param name="metrics">N.</param>
    public WindowContext(ContextDesign design, int steps, int metrics)
    {
        (_design, _steps, _metrics) = (design, steps, metrics);
        _stretchEnds = [.. StretchEnds(steps)];
        _centred = new float[steps];
        Count = design switch
        {
            ContextDesign.Window => steps,
            ContextDesign.RawWindow => steps + 2,
            ContextDesign.Summary => Summaries,
            _ => Summaries + steps + 2,
        };
    }

    /// <summary>Which features.</summary>
    public ContextDesign Design => _design;

    /// <inheritdoc />
    public override int Count { get; }

    /// <inheritdoc />
    public override int Constant => _design is ContextDesign.RawWindow or ContextDesign.SummaryAndRawWindow ? Count - 1 : -1;

    int Summaries => Math.Min(SingleSteps, _steps) + _stretchEnds.Length + AgeFeatures + SpreadFeatures;

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <exception cref="ArtefactException">The design is of a later version.</exception>
    public static WindowContext Load(ArtefactReader reader, int steps, int metrics)
    {
        var design = reader.ReadNumber(DesignNumber);
        return Enum.IsDefined((ContextDesign)(int)design)
            ? new WindowContext((ContextDesign)(int)design, steps, metrics)
            : throw new ArtefactException($"{reader.Source}: the context design {design} is unknown; 0 to 3 are known.");
    }

    /// <inheritdoc />
    public override WindowFeatures Copy() => new WindowContext(_design, _steps, _metrics);

    /// <summary>The same features of other metrics.</summary>
    public WindowContext For(int metrics) => new(_design, _steps, metrics);

    /// <inheritdoc />
    public override void Save(ArtefactWriter writer) => writer.WriteNumber(DesignNumber, (int)_design);

    /// <inheritdoc />
    public override void Describe(
        WindowSet windows, int index, ReadOnlySpan<float> values, ReadOnlySpan<float> observed, Span<float> features, Span<float> means)
    {
        for (var metric = 0; metric < _metrics; metric++)
        {
            var mean = Centre(values, metric);
            if (!means.IsEmpty)
            {
                means[metric] = mean;
            }

            var target = features.Slice(metric * Count, Count);
            if (_design is ContextDesign.Summary or ContextDesign.SummaryAndRawWindow)
            {
                Summarise(Age(observed, metric), target);
                target = target[Summaries..];
            }

            if (_design != ContextDesign.Summary)
            {
                _centred.CopyTo(target);
            }

            if (_design is ContextDesign.RawWindow or ContextDesign.SummaryAndRawWindow)
            {
                (target[_steps], target[_steps + 1]) = (mean, 1f);
            }
        }
    }

    static IEnumerable<int> StretchEnds(int steps)
    {
        var start = SingleSteps;
        while (start < steps)
        {
            start = Math.Min(steps, start + (start / StretchDivisor));
            yield return start;
        }
    }

    static float Mean(ReadOnlySpan<float> values)
    {
        var sum = 0f;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }

    static float Deviation(ReadOnlySpan<float> values)
    {
        var mean = Mean(values);
        var sum = 0f;
        foreach (var value in values)
        {
            sum += (value - mean) * (value - mean);
        }

        return MathF.Sqrt(sum / values.Length);
    }

    float Centre(ReadOnlySpan<float> values, int metric)
    {
        for (var step = 0; step < _steps; step++)
        {
            _centred[step] = values[(step * _metrics) + metric];
        }

        var mean = Mean(_centred);
        foreach (ref var value in _centred.AsSpan())
        {
            value -= mean;
        }

        return mean;
    }

    int Age(ReadOnlySpan<float> observed, int metric)
    {
        var age = 0;
        while (age < _steps && observed[((_steps - 1 - age) * _metrics) + metric] == 0f)
        {
            age++;
        }

        return age;
    }

    void Summarise(int age, Span<float> target)
    {
        var next = Math.Min(SingleSteps, _steps);
        Newest(next).CopyTo(target);
        var start = next;
        foreach (var end in _stretchEnds)
        {
            target[next++] = Mean(_centred.AsSpan((_steps - end)..(_steps - start)));
            start = end;
        }

        var ages = target.Slice(next, AgeFeatures);
        ages.Clear();
        if (age > 0)
        {
            var place = Math.Min(age, Ages) - 1;
            ages[place] = _centred[^1];
            ages[Ages + place] = _centred[^1] - Mean(Newest(TrendSteps));
        }

        AddSpread(target[(next + AgeFeatures)..]);
    }

    void AddSpread(Span<float> target)
    {
        var (lowest, highest) = (float.PositiveInfinity, float.NegativeInfinity);
        foreach (var value in _centred)
        {
            (lowest, highest) = (MathF.Min(lowest, value), MathF.Max(highest, value));
        }

        target[0] = Deviation(_centred);
        target[1] = highest;
        target[2] = lowest;
        target[3] = Deviation(Newest(RecentSteps));
    }

    ReadOnlySpan<float> Newest(int count) => _centred.AsSpan()[^Math.Min(count, _steps)..];
}
