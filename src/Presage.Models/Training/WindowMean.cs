using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;

namespace Presage.Models.Training;

/// <summary>The mean over windows of something that a network computes on its way to a forecast.</summary>
static class WindowMean
{
    /// <summary>Runs a part of a network forward.</summary>
    /// <param name="network">The network; initialised.</param>
    /// <param name="inputs">How windows become inputs.</param>
    /// <param name="part">Traces the part: [B, ...].</param>
    /// <param name="windows">Where the windows are.</param>
    /// <param name="indices">Which; at least one.</param>
    /// <param name="batch">How many are computed at once.</param>
    /// <param name="cancellationToken">Heard between batches.</param>
    /// <returns>[...], the mean over the windows.</returns>
    public static float[] Of(
        ForecastNetwork network,
        WindowInputs inputs,
        Func<WindowTensors, Tensor> part,
        WindowSet windows,
        ReadOnlySpan<int> indices,
        ForecastBatch batch,
        CancellationToken cancellationToken)
    {
        var options = new RunnerOptions { Training = false, MaximumBatch = batch.Windows, ChunkItems = batch.ChunkItems };
        using var runner = new BatchRunner(network.Parameters, graph => part(inputs.Declare(graph)), options);
        double[] sums = [];
        for (int first = 0; first < indices.Length; first += batch.Windows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var some = indices[first..Math.Min(indices.Length, first + batch.Windows)];
            inputs.Fill(runner, windows, some);
            runner.Forward(some.Length);
            int length = runner.Output.Length / some.Length;
            sums = sums.Length == 0 ? new double[length] : sums;
            for (int i = 0; i < runner.Output.Length; i++)
            {
                sums[i % length] += runner.Output[i];
            }
        }

        int count = indices.Length;
        return Array.ConvertAll(sums, sum => (float)(sum / count));
    }
}
