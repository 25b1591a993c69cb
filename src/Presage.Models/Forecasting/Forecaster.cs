using System.Diagnostics;
using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>A model that sees T steps of N metrics of an entity and forecasts the next H steps of all of them.</summary>
/// <remarks>
/// Entities share the weights. Inputs and forecasts are in scaled units (deviations from an entity's train mean).
/// One thread at a time; several forecasters may work side by side.
/// </remarks>
/// <param name="card">What the model is.</param>
public abstract class Forecaster(ModelCard card) : IDisposable
{
    /// <summary>What the model is.</summary>
    public ModelCard Card { get; } = card;

    /// <summary>T, H and N; null before <see cref="Fit"/> or <see cref="Load"/>.</summary>
    public ForecastShape? Shape { get; private set; }

    /// <summary>How many numbers were learned.</summary>
    public abstract long ParameterCount { get; }

    /// <summary>Learns from train windows, choosing by validation windows.</summary>
    /// <param name="task">What to learn from.</param>
    /// <param name="options">Seed, threads, checkpoint.</param>
    /// <param name="progress">Told now and then; may be null.</param>
    /// <param name="cancellationToken">Ends the fit within a step.</param>
    /// <returns>How it went.</returns>
    /// <exception cref="ModelDataException">There is no train window.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the model must not be used.</exception>
    public FitReport Fit(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(task);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Threads, 1);
        cancellationToken.ThrowIfCancellationRequested();
        if (task.Train.Count == 0)
        {
            throw new ModelDataException(
                $"No train window: the train part {task.TrainBins} has no stretch of {task.Shape.Lookback} + {task.Shape.Horizon} "
                + "bins (look-back + horizon) with enough observations.");
        }

        var watch = Stopwatch.StartNew();
        var report = FitWindows(task, options, progress, cancellationToken);
        Shape = task.Shape;
        return report with { Seconds = watch.Elapsed.TotalSeconds };
    }

    /// <summary>Forecasts consecutive windows.</summary>
    /// <param name="windows">Windows of the shape the model was fitted for.</param>
    /// <param name="first">The first window's index.</param>
    /// <param name="count">How many windows.</param>
    /// <param name="forecast">[count, H, N] in scaled units.</param>
    /// <exception cref="InvalidOperationException">The model was neither fitted nor loaded.</exception>
    /// <exception cref="ArgumentException">The windows have another shape, or the span another length.</exception>
    public void Forecast(WindowSet windows, int first, int count, Span<float> forecast)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var shape = Shape ?? throw new InvalidOperationException($"{Card.Id} was neither fitted nor loaded.");
        var found = ForecastShape.Of(windows);
        if (found != shape)
        {
            throw new ArgumentException($"{Card.Id} was fitted for {shape}; the windows have {found}.", nameof(windows));
        }

        if (first < 0 || count < 0 || first > windows.Count - count)
        {
            throw new ArgumentOutOfRangeException(nameof(first), $"Windows {first} to {first + count} of {windows.Count}.");
        }

        if (forecast.Length != count * shape.OutputLength)
        {
            throw new ArgumentException($"The forecast span holds {forecast.Length} values, {count} windows need {count * shape.OutputLength}.", nameof(forecast));
        }

        ForecastWindows(windows, first, count, forecast);
    }

    /// <summary>Writes everything that was learned.</summary>
    /// <param name="writer">Takes named tensors.</param>
    public abstract void Save(ArtefactWriter writer);

    /// <summary>Reads what <see cref="Save"/> wrote; forecasts are then bit-equal.</summary>
    /// <param name="reader">Gives the named tensors.</param>
    /// <param name="shape">T, H and N the artefact was fitted for.</param>
    /// <exception cref="ArtefactException">A tensor is missing or has another shape.</exception>
    public void Load(ArtefactReader reader, ForecastShape shape)
    {
        ArgumentNullException.ThrowIfNull(reader);
        LoadTensors(reader, shape);
        Shape = shape;
    }

    /// <summary>Returns what the model rented; nothing by default.</summary>
    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    /// <summary>The learning itself; the task has at least one train window.</summary>
    /// <inheritdoc cref="Fit" path="/param"/>
    /// <returns>How it went; the time is added by the caller.</returns>
    protected abstract FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken);

    /// <summary>The forecasting itself; shapes and lengths were checked.</summary>
    /// <inheritdoc cref="Forecast" path="/param"/>
    protected abstract void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <inheritdoc cref="Load" path="/param"/>
    protected abstract void LoadTensors(ArtefactReader reader, ForecastShape shape);

    /// <summary>Returns what the model rented.</summary>
    /// <param name="disposing">Whether called by <see cref="Dispose()"/>.</param>
    protected virtual void Dispose(bool disposing)
    {
    }
}
