using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Pearson's correlation over time of every two series: [B, T, N] to [B, N, N]. No gradient passes.</summary>
sealed unsafe class CorrelationOperation : Operation
{
    readonly float _varianceFloor;
    readonly float _lowest;

    CorrelationOperation(Tensor input, float varianceFloor, float lowest)
        : base(input) => (_varianceFloor, _lowest) = (varianceFloor, lowest);

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <exception cref="ArgumentException">The input has not three axes, or the floor is negative.</exception>
    public static Tensor Apply(Tensor input, bool positiveOnly, float varianceFloor)
    {
        if (input.Shape.Rank != 3)
        {
            throw new ArgumentException($"Correlation: {input.Shape}; [B, T, N] is needed.");
        }

        if (!(varianceFloor >= 0f))
        {
            throw new ArgumentException($"Correlation: a variance of {varianceFloor} for constant series; at least 0 is needed.");
        }

        var (batch, series) = (input.Shape[0], input.Shape[2]);
        var operation = new CorrelationOperation(input.StopGradient(), varianceFloor, positiveOnly ? 0f : -1f);
        return input.Graph.Apply(operation, new Shape(batch, series, series));
    }

    public override long ScratchLength(bool training) => Correlation.ScratchLength(Inputs[0].Shape[1], Inputs[0].Shape[2]);

    public override void Forward(Workspace workspace)
    {
        var shape = Inputs[0].Shape;
        Correlation.Pearson(
            shape[0], shape[1], shape[2], workspace.Value(Inputs[0]), _varianceFloor, _lowest, workspace.Value(Output), workspace.Scratch);
    }

    public override void Backward(Workspace workspace)
    {
        // Never called: the output counts as a constant.
    }
}
