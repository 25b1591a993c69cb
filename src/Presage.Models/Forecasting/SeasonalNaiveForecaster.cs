using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>Repeats what was observed one season ago.</summary>
/// <remarks>
/// A step takes the value of its place in the newest season that is past; where that bin is missing, the nearest one
/// within a few bins of it, then an older season's, and at last the newest known value. It looks further back than the
/// window when the season is longer.
/// </remarks>
public sealed class SeasonalNaiveForecaster : Forecaster
{
    const int MostSeasons = 4;
    const int MostNeighbours = 5;

    readonly int? _givenPeriod;
    int _period;

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">The period.</param>
    public SeasonalNaiveForecaster(ModelSettings settings)
        : base(ModelCard)
    {
        ArgumentNullException.ThrowIfNull(settings);
        _givenPeriod = settings.GetText("period") == "auto" ? null : settings.GetInt32("period", 1, int.MaxValue / (2 * MostSeasons));
    }

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "seasonal-naive", "Seasonal naive", "forecasting", "Repeats what was observed one season ago.",
        "Folklore; Hyndman and Athanasopoulos, Forecasting: Principles and Practice, section 5.2.",
        "The season is found in train by autocorrelation; a missing bin is taken from an older season.",
        [new("period", "auto", "bins in a season; auto finds it in train")]);

    /// <inheritdoc/>
    public override long ParameterCount => 1;

    /// <summary>Bins in a season; 1 repeats the newest value.</summary>
    internal int Period => _period;

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.WriteNumber("period", _period);
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        _period = _givenPeriod ?? SeasonLength.Find(task.Frame, task.TrainBins);
        return new FitReport(1, null);
    }

    /// <inheritdoc/>
    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
    {
        var shape = ForecastShape.Of(windows);
        var input = new float[shape.InputLength];
        for (int window = 0; window < count; window++)
        {
            (int entity, int origin) = windows.At(first + window);
            windows.CopyInput(first + window, input, []);
            for (int metric = 0; metric < shape.Metrics; metric++)
            {
                var series = windows.Frame.Values(entity, metric);
                float newest = input[^(shape.Metrics - metric)];
                for (int step = 0; step < shape.Horizon; step++)
                {
                    forecast[(((window * shape.Horizon) + step) * shape.Metrics) + metric] = Seasonal(series, origin, step, newest);
                }
            }
        }
    }

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        double period = reader.ReadNumber("period");
        _period = period is >= 1 and <= int.MaxValue && period == Math.Floor(period)
            ? (int)period
            : throw new ArtefactException($"{reader.Source}: a season of {period} bins.");
    }

    float Seasonal(ReadOnlySpan<float> series, int origin, int step, float newest)
    {
        int seasons = (step / _period) + 1;
        for (long bin = origin + 1 + step - ((long)seasons * _period), tried = 0; bin >= 0 && tried < MostSeasons; bin -= _period, tried++)
        {
            float value = Near(series, (int)bin, origin);
            if (!float.IsNaN(value))
            {
                return value;
            }
        }

        return newest;
    }

    // The observed value nearest to a bin and not after the origin, the older of two equally near; NaN when there is none.
    float Near(ReadOnlySpan<float> series, int bin, int origin)
    {
        int most = Math.Min(MostNeighbours, _period / 8);
        for (int distance = 0; distance <= most; distance++)
        {
            if (bin >= distance && !float.IsNaN(series[bin - distance]))
            {
                return series[bin - distance];
            }

            if (bin + distance <= origin && !float.IsNaN(series[bin + distance]))
            {
                return series[bin + distance];
            }
        }

        return float.NaN;
    }
}
