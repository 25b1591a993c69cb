using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>A long short-term memory over whole sequences, in either direction of time.</summary>
/// <remarks>
/// Inputs are x [B, T, F], W [F, 4D], U [D, 4D], b [4D] and c [4D], gates in the order i, f, g, o; the output is every state [B, T, D], from 0.
/// Kept for backward are gates and cells. <see cref="LstmKernels"/> holds the formulas.
/// </remarks>
sealed unsafe class LstmOperation : Operation
{
    readonly LstmShape _shape;
    readonly PackedWeight _inputWeight;
    readonly PackedWeight _stateWeight;
    readonly PackedWeight? _transposedInputWeight;
    readonly PackedWeight? _transposedStateWeight;

    LstmOperation(LstmShape shape, Tensor[] inputs)
        : base(inputs)
    {
        _shape = shape;
        var graph = inputs[0].Graph;
        var (features, hidden, columns) = (shape.Features, shape.Hidden, 4 * shape.Hidden);
        var (input, state) = (inputs[1].Parameter!, inputs[2].Parameter!);
        _inputWeight = graph.Parameters.Pack(input, 0, features, columns, columns, transposed: false);
        _stateWeight = graph.Parameters.Pack(state, 0, hidden, columns, columns, transposed: false);
        if (graph.Training)
        {
            _transposedStateWeight = graph.Parameters.Pack(state, 0, columns, hidden, columns, transposed: true);
            _transposedInputWeight = inputs[0].NeedsGradient ? graph.Parameters.Pack(input, 0, columns, features, columns, transposed: true) : null;
        }
    }

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <param name="input">[B, T, F].</param>
    /// <param name="inputWeight">W.</param>
    /// <param name="stateWeight">U.</param>
    /// <param name="inputBias">b.</param>
    /// <param name="stateBias">c.</param>
    /// <param name="reversed">Whether the last step comes first.</param>
    /// <exception cref="ArgumentException">The shapes do not fit, or a weight is no parameter.</exception>
    public static Tensor Apply(Tensor input, Tensor inputWeight, Tensor stateWeight, Tensor inputBias, Tensor stateBias, bool reversed)
    {
        if (input.Shape.Rank != 3)
        {
            throw new ArgumentException($"Lstm: an input of {input.Shape}; [B, T, F] is needed.");
        }

        var (features, hidden) = (input.Shape[2], stateWeight.Shape[0]);
        if (inputWeight.Shape != new Shape(features, 4 * hidden) || stateWeight.Shape != new Shape(hidden, 4 * hidden))
        {
            throw new ArgumentException(
                $"Lstm: {input.Shape} with weights {inputWeight.Shape} and {stateWeight.Shape}; "
                + $"[{features}, {4 * hidden}] and [{hidden}, {4 * hidden}] are needed.");
        }

        Tensor[] inputs = [input, inputWeight, stateWeight, inputBias, stateBias];
        if (inputs.Skip(1).Any(learned => learned.Kind != TensorKind.Parameter))
        {
            throw new ArgumentException("Lstm: its weights and biases must be parameters.");
        }

        if (inputBias.Shape.Length != 4 * hidden || stateBias.Shape.Length != 4 * hidden)
        {
            throw new ArgumentException($"Lstm: biases of {inputBias.Shape} and {stateBias.Shape}; {4 * hidden} values each are needed.");
        }

        var shape = new LstmShape(input.Shape[0], input.Shape[1], features, hidden, reversed);
        return input.Graph.Apply(new LstmOperation(shape, inputs), input.Shape.With(-1, hidden));
    }

    public override bool BackwardReadsInput(int index) => index == 0;

    public override long SavedLength(bool training) => LstmKernels.SavedLength(_shape, training);

    public override long ScratchLength(bool training) => training ? LstmKernels.ScratchLength(_shape) : 0;

    public override void Forward(Workspace workspace) =>
        LstmKernels.Forward(
            _shape, workspace.Value(Inputs[0]), _inputWeight.Pointer, _stateWeight.Pointer, workspace.Value(Inputs[3]),
            workspace.Value(Inputs[4]), workspace.Value(Output), workspace.Saved(this), keepGates: _transposedStateWeight is not null);

    public override void Backward(Workspace workspace) =>
        LstmKernels.Backward(
            _shape, workspace.Value(Inputs[0]), _transposedInputWeight is null ? null : _transposedInputWeight.Pointer,
            _transposedStateWeight!.Pointer, workspace.Value(Output), workspace.Saved(this), workspace.Gradient(Output),
            NeedsGradient(0) ? workspace.Gradient(Inputs[0]) : null, Accumulates[0],
            workspace.Gradient(Inputs[1]), workspace.Gradient(Inputs[2]), workspace.Gradient(Inputs[3]), workspace.Gradient(Inputs[4]),
            workspace.Scratch);
}
