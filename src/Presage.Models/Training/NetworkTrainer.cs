using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;
using Presage.Tensors.Losses;
using Presage.Tensors.Optimizers;

namespace Presage.Models.Training;

/// <summary>Trains a network on windows and keeps the weights that were best on the validation windows.</summary>
/// <remarks>
/// The state before the first step is validated like every later one, so a network that starts from a closed form is never worse than it on
/// validation. All that is random follows from the seed; a run that was interrupted and resumed gives the bits of one that was not.
/// </remarks>
sealed class NetworkTrainer : IDisposable
{
    const string Target = "target";
    const string Mask = "mask";

    readonly ForecastNetwork _network;
    readonly WindowInputs _inputs;
    readonly TrainingSettings _settings;
    readonly WindowSet _train;
    readonly NetworkForecast _forecast;
    readonly BatchRunner _runner;
    readonly AdamW _optimizer;
    readonly ExponentialAverage _average;
    readonly WindowOrder _order;
    readonly ValidationWindows _validation;
    readonly float[] _best;
    readonly int[] _batch;
    readonly ulong _seed;
    readonly TrainingState _state = new();

    /// <param name="network">The network; initialised.</param>
    /// <param name="inputs">How windows become inputs.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="task">The windows to learn from, and those to choose by; without the latter the last weights are kept.</param>
    /// <param name="seed">Equal seeds give equal bits.</param>
    /// <param name="pool">The threads; null computes on the caller's.</param>
    public NetworkTrainer(
        ForecastNetwork network, WindowInputs inputs, TrainingSettings settings, ForecastTask task, ulong seed, WorkerPool? pool)
    {
        var train = task.Train;
        (_network, _inputs, _settings, _train, _seed) = (network, inputs, settings, train, seed);
        var targets = new Shape(train.Options.Horizon, train.Frame.Metrics.Count);
        var options = new RunnerOptions { Training = true, MaximumBatch = settings.Batch, ChunkItems = settings.ChunkItems };
        _runner = new BatchRunner(network.Parameters, graph => TraceLoss(graph, targets), options, pool);
        _forecast = new NetworkForecast(network, inputs, train.Options.Horizon, train.Frame.Metrics.Count, settings.Forecast, pool);
        _optimizer = new AdamW(network.Parameters, settings.WeightDecay);
        _average = new ExponentialAverage(network.Parameters);
        _order = new WindowOrder(train.Count, seed);
        _validation = new ValidationWindows(task.Validation, settings.ValidationWindows, settings.Forecast.Windows, settings.AbsoluteWeight);
        _best = network.Parameters.Values.ToArray();
        _batch = new int[Math.Min(settings.Batch, train.Count)];
    }

    /// <summary>Trains to the end, to the last patience or to cancellation, and leaves the best weights in the network.</summary>
    /// <param name="checkpoint">Where to keep the state of an interrupted run; null keeps none.</param>
    /// <param name="resume">Whether to take up the state that lies there.</param>
    /// <param name="progress">Told after every validation.</param>
    /// <param name="cancellation">Stops after the running step; the state is saved first.</param>
    public FitReport Run(CheckpointFile? checkpoint, bool resume, IProgress<FitProgress>? progress, CancellationToken cancellation)
    {
        if (resume && checkpoint is { Exists: true })
        {
            checkpoint.Read(_network.Parameters, _optimizer, _average, _order, _best, _state);
        }
        else if (_settings.ValidatesStart)
        {
            Validate(progress);
        }

        while (_state.Step < _settings.Steps && _state.Stale < _settings.Patience)
        {
            if (cancellation.IsCancellationRequested)
            {
                checkpoint?.Write(_network.Parameters, _optimizer, _average, _order, _best, _state);
                cancellation.ThrowIfCancellationRequested();
            }

            Step();
            if (_state.Step % _settings.ValidationInterval == 0 || _state.Step == _settings.Steps)
            {
                Validate(progress);
            }
        }

        _best.CopyTo(_network.Parameters.Values);
        _network.Parameters.MarkChanged();
        checkpoint?.Delete();
        var rounds = (int)Math.Ceiling((double)_state.Step / _settings.StepsPerRound(_train.Count));
        return new FitReport(rounds, double.IsFinite(_state.BestValidation) ? _state.BestValidation : null);
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _runner.Dispose();
        _forecast.Dispose();
    }

    Tensor TraceLoss(Graph graph, Shape targets)
    {
        var forecast = _network.Forecast(_inputs.Declare(graph));
        var target = graph.Input(Target, targets);
        var mask = graph.Input(Mask, targets);
        return _settings.Loss switch
        {
            LossKind.Squared => Loss.MeanSquaredError(forecast, target, mask),
            LossKind.Absolute => Loss.MeanAbsoluteError(forecast, target, mask),
            LossKind.Mixed => Loss.MeanSquaredError(forecast, target, mask)
                + (Loss.MeanAbsoluteError(forecast, target, mask) * _settings.AbsoluteWeight),
            _ => Loss.Huber(forecast, target, delta: 1f, mask),
        };
    }

    void Step()
    {
        _order.Next(_batch);
        _inputs.Fill(_runner, _train, _batch);
        var length = _train.Options.Horizon * _train.Frame.Metrics.Count;
        var target = _runner.Input(Target);
        var mask = _runner.Input(Mask);
        for (var item = 0; item < _batch.Length; item++)
        {
            _train.CopyTarget(_batch[item], target.Slice(item * length, length), mask.Slice(item * length, length));
        }

        var observed = 0d;
        foreach (var value in mask[..(_batch.Length * length)])
        {
            observed += value;
        }

        if (observed > 0)
        {
            var loss = _runner.ForwardBackward(_batch.Length, (float)(1 / observed), SeededRandom.Mix(_seed + (ulong)_state.Step));
            _state.TrainLoss = (_state.TrainLoss * 0.98) + (loss * 0.02);
            GradientClipping.ByNorm(_network.Parameters, _settings.GradientNorm);
            _optimizer.Step(LearningRate());
            _average.Update(AverageDecay());
        }

        _state.Step++;
    }

    float LearningRate()
    {
        if (_settings.Schedule == LearningRateSchedule.HalvedEachRound)
        {
            return _settings.LearningRate * MathF.Pow(0.5f, _state.Step / _settings.StepsPerRound(_train.Count));
        }

        var rise = Math.Min(1f, (_state.Step + 1f) / Math.Max(1, _settings.WarmUpSteps));
        return _settings.LearningRate * rise * 0.5f * (1f + MathF.Cos(MathF.PI * _state.Step / _settings.Steps));
    }

    // Early averages forget faster, or they would hold on to the start.
    float AverageDecay() => Math.Min(_settings.AverageDecay, (_state.Step + 1f) / (_state.Step + 10f));

    void Validate(IProgress<FitProgress>? progress)
    {
        _average.Swap();
        var error = _validation.Count == 0 ? double.NaN : _validation.Error(_forecast);
        if (double.IsNaN(error) || error < _state.BestValidation)
        {
            _state.BestValidation = double.IsNaN(error) ? double.PositiveInfinity : error;
            _state.Stale = 0;
            _network.Parameters.Values.CopyTo(_best);
        }
        else
        {
            _state.Stale++;
        }

        _average.Swap();
        progress?.Report(new FitProgress(_state.Step, _settings.Steps, _state.TrainLoss, error, LearningRate()));
    }
}
