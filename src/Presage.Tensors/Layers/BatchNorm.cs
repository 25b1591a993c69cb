using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Layers;

/// <summary>Gives every column mean 0 and variance 1 over the windows and steps of a batch, then a learned gain and bias.</summary>
/// <remarks>
/// Ioffe and Szegedy 2015 (arXiv:1502.03167), as torch.nn.BatchNorm1d with ε = 1e-5 and momentum 0.1. In training mean and variance are those of
/// a chunk of the batch, the windows that one thread computes together, not of the whole batch: this is "ghost" batch norm of as many windows
/// as <see cref="Execution.RunnerOptions.ChunkItems"/> says. Inference uses running averages, which are kept with the parameters but not learned.
/// </remarks>
public sealed class BatchNorm : Layer
{
    readonly Parameter _gain;
    readonly Parameter _bias;
    readonly Parameter _runningMean;
    readonly Parameter _runningVariance;

    /// <summary>Declares <c>gain</c> and <c>bias</c>, and the statistics <c>runningMean</c> and <c>runningVariance</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">The size of the last axis.</param>
    public BatchNorm(ParameterScope scope, int width)
    {
        var shape = new Shape(width);
        _gain = scope.Declare("gain", shape, Initializers.One);
        _bias = scope.Declare("bias", shape, Initializers.Zero);
        _runningMean = scope.DeclareStatistic("runningMean", shape, Initializers.Zero);
        _runningVariance = scope.DeclareStatistic("runningVariance", shape, Initializers.One);
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="input">[…, width].</param>
    /// <returns>[…, width].</returns>
    public Tensor Apply(Tensor input)
    {
        var graph = input.Graph;
        return BatchNormOperation.Apply(
            input, graph.Use(_gain), graph.Use(_bias), graph.Use(_runningMean), graph.Use(_runningVariance));
    }
}
