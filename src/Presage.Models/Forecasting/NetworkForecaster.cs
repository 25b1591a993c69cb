using Presage.Models.Artefacts;
using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;

namespace Presage.Models.Forecasting;

/// <summary>A forecaster whose weights are trained step by step.</summary>
/// <param name="card">What the model is.</param>
/// <param name="settings">The user's settings over the card's defaults.</param>
public abstract class NetworkForecaster(ModelCard card, ModelSettings settings) : Forecaster(card)
{
    ForecastNetwork? _network;
    NetworkForecast? _forecast;
    WorkerPool? _pool;
    WindowFeatures? _features;

    /// <inheritdoc/>
    public override long ParameterCount => _network?.Parameters.Count ?? 0;

    private protected ModelSettings Settings { get; } = settings;

    /// <summary>The trained network.</summary>
    /// <exception cref="InvalidOperationException">There is none yet.</exception>
    private protected ForecastNetwork Network => _network ?? throw new InvalidOperationException($"{Card.Id} was neither fitted nor loaded.");

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        _features!.Save(writer);
        Span<int> sizes = stackalloc int[Tensors.Autodiff.Shape.MaximumRank];
        foreach (var parameter in _network!.Parameters.Parameters)
        {
            parameter.Shape.CopyTo(sizes);
            writer.Write(parameter.Name, parameter.Values, sizes[..parameter.Shape.Rank]);
        }
    }

    /// <summary>How the network is trained on a task.</summary>
    private protected abstract TrainingSettings Training(ForecastTask task);

    /// <summary>Builds the network.</summary>
    private protected abstract ForecastNetwork Build(WindowShape shape);

    /// <summary>The closed form that the network starts from; null, the default, where there is none.</summary>
    private protected virtual LinearStart? FindStart(ForecastTask task, CancellationToken cancellationToken) => null;

    /// <summary>Reads the features that the network was trained with.</summary>
    private protected virtual WindowFeatures LoadFeatures(ArtefactReader reader, ForecastShape shape) =>
        WindowContext.Load(reader, shape.Lookback, shape.Metrics);

    /// <summary>Gives the initialised network what is known before training: its closed form, where there is one.</summary>
    private protected virtual void Start(ForecastNetwork network, LinearStart? start)
    {
    }

    /// <summary>Gives the trained network what is known only after training; nothing by default.</summary>
    private protected virtual void Finish(ForecastNetwork network, NetworkForecast forecast, WindowSet validation)
    {
    }

    /// <summary>How windows are forecast.</summary>
    private protected virtual ForecastBatch Batching => ForecastBatch.Usual;

    /// <summary>The mean over windows of what a part of the network computes.</summary>
    /// <param name="part">Traces the part: [B, ...].</param>
    /// <param name="windows">Windows of the network's shape.</param>
    /// <param name="indices">Which; at least one.</param>
    /// <param name="cancellationToken">Heard between batches.</param>
    /// <returns>[...].</returns>
    private protected float[] MeanOver(
        Func<WindowTensors, Tensor> part, WindowSet windows, ReadOnlySpan<int> indices, CancellationToken cancellationToken)
    {
        var shape = ForecastShape.Of(windows);
        var inputs = new WindowInputs(shape.Lookback, shape.Metrics, _features!);
        return WindowMean.Of(Network, inputs, part, windows, indices, Batching, cancellationToken);
    }

    /// <summary>Forecasts some windows, not all in a row.</summary>
    /// <param name="windows">Windows of the network's shape.</param>
    /// <param name="indices">Which.</param>
    /// <param name="forecast">[indices, H, N], written.</param>
    private protected void ForecastSome(WindowSet windows, ReadOnlySpan<int> indices, Span<float> forecast)
    {
        int batch = _forecast!.MaximumBatch;
        int length = _forecast.ItemLength;
        for (int first = 0; first < indices.Length; first += batch)
        {
            var some = indices[first..Math.Min(indices.Length, first + batch)];
            _forecast.Forecast(windows, some, forecast.Slice(first * length, some.Length * length));
        }
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        Release();
        _pool = options.Threads > 1 ? new WorkerPool(options.Threads) : null;
        var start = FindStart(task, cancellationToken);
        _features = start?.Features.Copy() ?? new WindowContext(ContextDesign.Window, task.Shape.Lookback, task.Shape.Metrics);
        var shape = new WindowShape(task.Shape.Lookback, task.Shape.Horizon, task.Shape.Metrics, _features.Count);
        _network = Build(shape);
        _network.Parameters.Initialize((ulong)options.Seed);
        Start(_network, start);
        var inputs = new WindowInputs(shape.Steps, shape.Metrics, _features);
        var training = Training(task);
        if (options.Epochs is { } epochs)
        {
            training = training with { Steps = (int)Math.Min(int.MaxValue, (long)epochs * training.StepsPerRound(task.Train.Count)) };
        }

        var checkpoint = options.CheckpointPath is { } path ? new CheckpointFile(path, Fingerprint(task, options)) : null;
        using var trainer = new NetworkTrainer(_network, inputs, training, task, (ulong)options.Seed, _pool);
        var report = trainer.Run(checkpoint, options.Resume, progress, cancellationToken);
        _forecast = new NetworkForecast(_network, inputs, shape.Horizon, shape.Metrics, Batching, _pool);
        Finish(_network, _forecast, task.Validation);
        return report with { Learned = _network.Learned };
    }

    /// <inheritdoc/>
    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
    {
        var batch = _forecast!.MaximumBatch;
        Span<int> indices = stackalloc int[batch];
        var length = ForecastShape.Of(windows).OutputLength;
        for (var start = 0; start < count; start += batch)
        {
            var part = indices[..Math.Min(batch, count - start)];
            for (var index = 0; index < part.Length; index++)
            {
                part[index] = first + start + index;
            }

            _forecast.Forecast(windows, part, forecast.Slice(start * length, part.Length * length));
        }
    }

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        ArgumentNullException.ThrowIfNull(reader);
        Release();
        _features = LoadFeatures(reader, shape);
        _network = Build(new WindowShape(shape.Lookback, shape.Horizon, shape.Metrics, _features.Count));
        _network.Parameters.Initialize(seed: 0);
        Span<int> sizes = stackalloc int[Tensors.Autodiff.Shape.MaximumRank];
        foreach (var parameter in _network.Parameters.Parameters)
        {
            parameter.Shape.CopyTo(sizes);
            reader.Read(parameter.Name, sizes[..parameter.Shape.Rank]).CopyTo(parameter.Values);
        }

        _network.Parameters.MarkChanged();
        _forecast = new NetworkForecast(_network, new WindowInputs(shape.Lookback, shape.Metrics, _features), shape.Horizon, shape.Metrics, Batching, null);
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Release();
        }

        base.Dispose(disposing);
    }

    string Fingerprint(ForecastTask task, FitOptions options)
    {
        var settings = string.Join(' ', Settings.Given.Select(pair => $"{pair.Key}={pair.Value}"));
        return string.Create(
            System.Globalization.CultureInfo.InvariantCulture,
            $"{Card.Id} [{settings}] seed {options.Seed}, {task.Shape}, {task.Train.Count} train and {task.Validation.Count} validation windows");
    }

    void Release()
    {
        _forecast?.Dispose();
        _network?.Dispose();
        _pool?.Dispose();
        (_forecast, _network, _pool) = (null, null, null);
    }
}
