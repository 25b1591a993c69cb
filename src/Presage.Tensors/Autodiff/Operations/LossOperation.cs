using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The workspace's loss scale × Σ w loss(forecast - target), as [1]; only the forecast has a gradient.</summary>
/// <remarks>Inputs are the forecast, the target and, if there is one, the weight, all of one shape.</remarks>
sealed unsafe class LossOperation<TLoss> : Operation
    where TLoss : struct, ILossFunction
{
    readonly TLoss _loss;
    readonly int _length;

    LossOperation(TLoss loss, Tensor[] inputs)
        : base(inputs)
    {
        _loss = loss;
        _length = checked((int)inputs[0].Shape.Length);
    }

    public override string Name => TLoss.Name;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes differ.</exception>
    public static Tensor Apply(TLoss loss, Tensor forecast, Tensor target, Tensor? weight)
    {
        if (forecast.Shape != target.Shape)
        {
            throw new ArgumentException($"{TLoss.Name}: forecast {forecast.Shape}, target {target.Shape}.");
        }

        Tensor[] inputs = weight is null
            ? [forecast, target.StopGradient()]
            : [forecast, target.StopGradient(), weight.StopGradient().Expand(forecast.Shape)];
        return forecast.Graph.Apply(new LossOperation<TLoss>(loss, inputs), new Shape(1));
    }

    public override void Forward(Workspace workspace)
    {
        var sum = LossLoops.Sum(_loss, workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), Weight(workspace), _length);
        *workspace.Value(Output) = (float)(workspace.LossScale * sum);
    }

    public override void Backward(Workspace workspace) =>
        LossLoops.Gradient(
            _loss, workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), Weight(workspace),
            workspace.LossScale * *workspace.Gradient(Output), workspace.Gradient(Inputs[0]), _length, Accumulates[0]);

    float* Weight(Workspace workspace) => Inputs.Count > 2 ? workspace.Value(Inputs[2]) : null;
}
