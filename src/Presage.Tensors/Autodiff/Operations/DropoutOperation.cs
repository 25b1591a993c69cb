using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Numbers dropped at random, the others scaled up so that the expectation stays (Srivastava et al. 2014).</summary>
/// <remarks>
/// Whether a number is dropped depends on the step's seed, on the operation's place in the graph and on the number's place in the whole
/// batch: not on how the batch is cut, and the backward pass decides again instead of remembering. The first axis must run over the
/// batch; it may be merged with others behind it.
/// </remarks>
sealed unsafe class DropoutOperation : Operation
{
    readonly float _rate;
    readonly int _place;
    readonly int _length;
    readonly long _itemLength;

    DropoutOperation(Tensor input, float rate)
        : base(input)
    {
        _rate = rate;
        _place = input.Graph.Operations.Count;
        _length = checked((int)input.Shape.Length);
        _itemLength = _length / input.Graph.Batch;
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph, if it trains.</summary>
    /// <exception cref="ArgumentException">The rate is outside [0, 1), or the first axis is not the batch.</exception>
    public static Tensor Apply(Tensor input, float rate)
    {
        if (rate is not (>= 0f and < 1f))
        {
            throw new ArgumentException($"Dropout: a rate of {rate}; from 0 to below 1 is possible.");
        }

        if (input.Shape[0] % input.Graph.Batch != 0)
        {
            throw new ArgumentException(
                $"Dropout: {input.Shape} in a graph for batches of {input.Graph.Batch}; the first axis must be the batch.");
        }

        return rate == 0f || !input.Graph.Training ? input : input.Graph.Apply(new DropoutOperation(input, rate), input.Shape);
    }

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace) =>
        RandomMask.Apply(
            Key(workspace), First(workspace), _rate, workspace.Value(Inputs[0]), workspace.Value(Output), _length, accumulate: false);

    public override void Backward(Workspace workspace) =>
        RandomMask.Apply(
            Key(workspace), First(workspace), _rate, workspace.Gradient(Output), workspace.Gradient(Inputs[0]), _length, Accumulates[0]);

    ulong Key(Workspace workspace) => SeededRandom.Mix(workspace.Seed ^ SeededRandom.Mix((ulong)_place + 1));

    long First(Workspace workspace) => workspace.FirstItem * _itemLength;
}
