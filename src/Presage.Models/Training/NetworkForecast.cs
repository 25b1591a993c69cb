using Presage.Telemetry.Windows;
using Presage.Tensors.Execution;

namespace Presage.Models.Training;

/// <summary>Runs a network forward on windows.</summary>
sealed class NetworkForecast : IDisposable
{
    readonly WindowInputs _inputs;
    readonly BatchRunner _runner;

    /// <param name="network">The network; initialised.</param>
    /// <param name="inputs">How windows become inputs.</param>
    /// <param name="horizon">H.</param>
    /// <param name="metrics">N.</param>
    /// <param name="batch">How many windows are computed at once.</param>
    /// <param name="pool">The threads; null computes on the caller's.</param>
    public NetworkForecast(ForecastNetwork network, WindowInputs inputs, int horizon, int metrics, ForecastBatch batch, WorkerPool? pool)
    {
        _inputs = inputs;
        MaximumBatch = batch.Windows;
        var options = new RunnerOptions { Training = false, MaximumBatch = batch.Windows, ChunkItems = batch.ChunkItems };
        _runner = new BatchRunner(network.Parameters, graph => network.Forecast(inputs.Declare(graph)), options, pool);
        ItemLength = horizon * metrics;
    }

    /// <summary>Windows in one run.</summary>
    public int MaximumBatch { get; }

    /// <summary>H·N, the numbers of one window's forecast.</summary>
    public int ItemLength { get; }

    /// <summary>Forecasts at most <see cref="MaximumBatch"/> windows.</summary>
    /// <param name="windows">Where they are.</param>
    /// <param name="indices">Which.</param>
    /// <param name="forecast">[indices, H, N], written.</param>
    public void Forecast(WindowSet windows, ReadOnlySpan<int> indices, Span<float> forecast)
    {
        _inputs.Fill(_runner, windows, indices);
        _runner.Forward(indices.Length);
        _runner.Output.CopyTo(forecast);
    }

    /// <inheritdoc />
    public void Dispose() => _runner.Dispose();
}
