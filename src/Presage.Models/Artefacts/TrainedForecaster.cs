using Presage.Models.Calibration;
using Presage.Models.Forecasting;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>A fitted forecaster with all it needs to forecast in the user's own units.</summary>
public sealed class TrainedForecaster : IDisposable
{
    /// <summary>The fitted model.</summary>
    public required Forecaster Forecaster { get; init; }

    /// <summary>The settings it was made with.</summary>
    public required ModelSettings Settings { get; init; }

    /// <summary>The scaling of every entity and metric of the train data.</summary>
    public required FrameScaler Scaler { get; init; }

    /// <summary>T, H and what a window must hold.</summary>
    public required WindowOptions Window { get; init; }

    /// <summary>How samples become bins.</summary>
    public required ArtefactGrid Grid { get; init; }

    /// <summary>Calibrated bands.</summary>
    public required ConformalBands Bands { get; init; }

    /// <summary>What the model was trained on.</summary>
    public required DataFingerprint Data { get; init; }

    /// <summary>Brings new samples onto the grid of the train data.</summary>
    /// <param name="recording">What a reader returned.</param>
    /// <returns>The model's metrics in the model's order, in their own units.</returns>
    /// <exception cref="ArtefactException">A metric the model was trained for is missing.</exception>
    public Frame Align(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        return Select(Presage.Telemetry.Windows.Grid.Align(recording, new GridOptions
        {
            StepMs = Grid.StepMs,
            Aggregation = Grid.Aggregation,
            MetricAggregations = Grid.MetricAggregations,
        }));
    }

    /// <summary>Forecasts every entity of a frame from its newest observed bin.</summary>
    /// <remarks>
    /// Bands are the online ones: forecasts from up to a thousand earlier origins after the train data are compared with
    /// what came, and the bands follow those errors. An entity that was not in the train data is scaled by its own history.
    /// </remarks>
    /// <param name="frame">The metrics' own units, on the grid of the train data; see <see cref="Align"/>.</param>
    /// <param name="cancellationToken">Heard between chunks of windows.</param>
    /// <returns>One forecast for each entity and metric; entities without enough observations are named.</returns>
    /// <exception cref="ArtefactException">The frame has another step or lacks a metric.</exception>
    /// <exception cref="ModelDataException">No entity has enough observations.</exception>
    public ForecastResult Forecast(Frame frame, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(frame);
        if (frame.StepMs != Grid.StepMs)
        {
            throw new ArtefactException($"The data have a step of {frame.StepMs} ms, the artefact was trained on {Grid.StepMs} ms.");
        }

        frame = Select(frame);
        var scaler = ScalerFor(frame);
        var scaled = scaler.Transform(frame);
        var latest = WindowSet.CreateLatest(scaled, Window);
        if (latest.Count == 0)
        {
            throw new ModelDataException(
                $"No entity of {string.Join(", ", frame.Entities)} has the {Window.InputBins} newest bins of {frame.StepMs} ms well enough "
                + $"observed: at least {Window.MinimumCoverage:P0} of them, with the newest at most {Window.MaximumAge} bins old.");
        }

        var known = new HashSet<string>(Scaler.Entities, StringComparer.Ordinal);
        float[] points = WindowForecasts.Compute(Forecaster, latest, cancellationToken);
        var residuals = PastErrors(scaled, cancellationToken);
        var at = Enumerable.Range(0, latest.Count).Select(latest.At).ToArray();
        float[][] reaches = Bands.Online().Latest(residuals, at);
        var spreads = Bands.Spreads(latest, points);
        var ofWindow = new Spread[Window.Horizon * frame.Metrics.Count];
        var series = new List<SeriesForecast>();
        for (int window = 0; window < at.Length; window++)
        {
            spreads.CopyTo(window, ofWindow);
            for (int metric = 0; metric < frame.Metrics.Count; metric++)
            {
                var one = SeriesOf(scaler, latest, window, metric, points, ofWindow, reaches[window], known);
                series.Add(one.WithinReachOf(frame.Values(at[window].Entity, metric)));
            }
        }

        var skipped = frame.Entities.Where((_, entity) => Array.TrueForAll(at, one => one.Entity != entity)).ToArray();
        return new ForecastResult(frame, series, skipped);
    }

    /// <summary>Returns what the model rented.</summary>
    public void Dispose() => Forecaster.Dispose();

    // Errors of forecasts whose outcome is known by now, made on data the model did not learn from.
    ResidualSet PastErrors(Frame scaled, CancellationToken cancellationToken)
    {
        long trainEnd = (Grid.TrainEndMs - scaled.StartMs) / scaled.StepMs;
        int start = (int)Math.Clamp(trainEnd, Math.Max(0, scaled.Bins - Window.Horizon - ConformalBands.Memory), scaled.Bins);
        var windows = WindowSet.Create(scaled, new BinRange(start, scaled.Bins), Window with { Hop = 1 });
        float[] forecasts = WindowForecasts.Compute(Forecaster, windows, cancellationToken);
        var spreads = Bands.Spreads(windows, forecasts);
        return ResidualSet.TakeOver(ResidualSet.TakeOver(windows, forecasts), spreads);
    }

    SeriesForecast SeriesOf(
        FrameScaler scaler, WindowSet latest, int window, int metric, float[] points, Spread[] spreads, float[] reaches, HashSet<string> known)
    {
        int horizon = Window.Horizon;
        int metrics = scaler.Metrics.Count;
        int entity = latest.At(window).Entity;
        var times = new long[horizon];
        var point = new float[horizon];
        var bands = BandLevels.All.Select(level => new ForecastBand(level, new float[horizon], new float[horizon])).ToArray();
        for (int step = 0; step < horizon; step++)
        {
            int place = (step * metrics) + metric;
            float scaled = points[(window * horizon * metrics) + place];
            times[step] = latest.TargetTimeMs(window, step);
            point[step] = scaler.Unscale(entity, metric, scaled);
            for (int level = 0; level < bands.Length; level++)
            {
                float reach = reaches[(level * horizon * metrics) + place];
                bands[level].Lower[step] = scaler.Unscale(entity, metric, scaled - (spreads[place].Down * reach));
                bands[level].Upper[step] = scaler.Unscale(entity, metric, scaled + (spreads[place].Up * reach));
            }
        }

        string name = scaler.Entities[entity];
        return new SeriesForecast(
            name, scaler.Metrics[metric], latest.InputTimeMs(window, Window.Lookback - 1), times, point, bands, !known.Contains(name));
    }

    FrameScaler ScalerFor(Frame frame)
    {
        var own = FrameScaler.Fit(frame, new BinRange(0, frame.Bins), Scaler.IsLogarithmic ? MetricScale.Logarithmic : MetricScale.Linear);
        float[] means = own.Means.ToArray();
        float[] deviations = own.Deviations.ToArray();
        float[] units = own.Units.ToArray();
        int metrics = frame.Metrics.Count;
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            int trained = IndexOf(Scaler.Entities, frame.Entities[entity]);
            if (trained >= 0)
            {
                Scaler.Means.Slice(trained * metrics, metrics).CopyTo(means.AsSpan(entity * metrics));
                Scaler.Deviations.Slice(trained * metrics, metrics).CopyTo(deviations.AsSpan(entity * metrics));
                Scaler.Units.Slice(trained * metrics, metrics).CopyTo(units.AsSpan(entity * metrics));
            }
        }

        return new FrameScaler(frame.Entities, frame.Metrics, means, deviations, units);
    }

    Frame Select(Frame frame)
    {
        if (frame.Metrics.SequenceEqual(Scaler.Metrics, StringComparer.Ordinal))
        {
            return frame;
        }

        var missing = Scaler.Metrics.Except(frame.Metrics, StringComparer.Ordinal).ToArray();
        if (missing.Length > 0)
        {
            throw new ArtefactException(
                $"The artefact was trained for the metrics {string.Join(", ", Scaler.Metrics)}; the data have "
                + $"{string.Join(", ", frame.Metrics)}: {string.Join(", ", missing)} missing.");
        }

        var values = new float[(long)frame.Entities.Count * Scaler.Metrics.Count * frame.Bins];
        for (int row = 0; row < frame.Entities.Count * Scaler.Metrics.Count; row++)
        {
            int metric = IndexOf(frame.Metrics, Scaler.Metrics[row % Scaler.Metrics.Count]);
            frame.Values(row / Scaler.Metrics.Count, metric).CopyTo(values.AsSpan(row * frame.Bins));
        }

        return new Frame(frame.StartMs, frame.StepMs, frame.HasCalendar, frame.Entities, Scaler.Metrics, values);
    }

    static int IndexOf(IReadOnlyList<string> names, string name)
    {
        for (int i = 0; i < names.Count; i++)
        {
            if (names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }
}
