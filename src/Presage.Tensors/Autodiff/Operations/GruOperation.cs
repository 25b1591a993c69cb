using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>A gated recurrent unit over whole sequences, in either form.</summary>
/// <remarks>
/// Inputs are x [B, T, F], W [F, 3D], U [D, 3D], b [3D] and, in torch's form, c [3D], gates in the order r, z, n; the output is every state
/// [B, T, D], from 0. Kept for backward are the gates. <see cref="GruKernels"/> holds the formulas.
/// </remarks>
sealed unsafe class GruOperation : Operation
{
    readonly GruShape _shape;
    readonly PackedOperand _forward;
    readonly PackedOperand? _backward;

    GruOperation(GruShape shape, Tensor[] inputs)
        : base(inputs)
    {
        _shape = shape;
        var graph = inputs[0].Graph;
        var (inputWeight, stateWeight) = (inputs[1].Parameter!, inputs[2].Parameter!);
        _forward = graph.Parameters.Pack(new PackedRecurrence(graph.Parameters, inputWeight, stateWeight, shape, backward: false));
        _backward = graph.Training
            ? graph.Parameters.Pack(new PackedRecurrence(graph.Parameters, inputWeight, stateWeight, shape, backward: true))
            : null;
    }

    bool HasStateBias => Inputs.Count > 4;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <param name="form">Which unit.</param>
    /// <param name="input">[B, T, F].</param>
    /// <param name="inputWeight">W.</param>
    /// <param name="stateWeight">U.</param>
    /// <param name="inputBias">b.</param>
    /// <param name="stateBias">c in torch's form, else null.</param>
    public static Tensor Apply(GruForm form, Tensor input, Tensor inputWeight, Tensor stateWeight, Tensor inputBias, Tensor? stateBias)
    {
        if (input.Shape.Rank != 3)
        {
            throw new ArgumentException($"Gru: an input of {input.Shape}; [B, T, F] is needed.");
        }

        var (features, hidden) = (input.Shape[2], stateWeight.Shape[0]);
        if (inputWeight.Shape != new Shape(features, 3 * hidden) || stateWeight.Shape != new Shape(hidden, 3 * hidden))
        {
            throw new ArgumentException(
                $"Gru: {input.Shape} with weights {inputWeight.Shape} and {stateWeight.Shape}; "
                + $"[{features}, {3 * hidden}] and [{hidden}, {3 * hidden}] are needed.");
        }

        if (inputWeight.Kind != TensorKind.Parameter || stateWeight.Kind != TensorKind.Parameter)
        {
            throw new ArgumentException("Gru: its weights must be parameters.");
        }

        if (inputBias.Shape.Length != 3 * hidden || (stateBias ?? inputBias).Shape.Length != 3 * hidden)
        {
            throw new ArgumentException($"Gru: biases of {inputBias.Shape} and {stateBias?.Shape}; {3 * hidden} values each are needed.");
        }

        if (form == GruForm.Torch && stateBias is null)
        {
            throw new ArgumentException("Gru: torch's form has two biases; the second is missing.");
        }

        Tensor[] inputs = stateBias is null
            ? [input, inputWeight, stateWeight, inputBias]
            : [input, inputWeight, stateWeight, inputBias, stateBias];
        var shape = new GruShape(input.Shape[0], input.Shape[1], features, hidden, form);
        return input.Graph.Apply(new GruOperation(shape, inputs), input.Shape.With(-1, hidden));
    }

    public override bool BackwardReadsInput(int index) => index == 0;

    public override long SavedLength(bool training) => GruKernels.SavedLength(_shape, training);

    // Where there is one bias, zeros stand for the other, and its gradient goes nowhere.
    public override long ScratchLength(bool training) => 6L * _shape.Hidden + (training ? GruKernels.ScratchLength(_shape) : 0);

    public override void Forward(Workspace workspace) =>
        GruKernels.Forward(
            _shape, workspace.Value(Inputs[0]), _forward.Pointer, workspace.Value(Inputs[3]), StateBias(workspace), initialState: null,
            workspace.Value(Output), workspace.Saved(this), keepGates: _backward is not null);

    public override void Backward(Workspace workspace)
    {
        var nowhere = workspace.Scratch + 3 * _shape.Hidden;
        GruKernels.Backward(
            _shape, workspace.Value(Inputs[0]), _backward!.Pointer, initialState: null, workspace.Value(Output), workspace.Saved(this),
            workspace.Gradient(Output), gradLastState: null,
            NeedsGradient(0) ? workspace.Gradient(Inputs[0]) : null, Accumulates[0],
            workspace.Gradient(Inputs[1]), workspace.Gradient(Inputs[2]), workspace.Gradient(Inputs[3]),
            HasStateBias ? workspace.Gradient(Inputs[4]) : nowhere, gradInitialState: null, nowhere + 3 * _shape.Hidden);
    }

    float* StateBias(Workspace workspace)
    {
        if (HasStateBias)
        {
            return workspace.Value(Inputs[4]);
        }

        Elementwise.Fill(workspace.Scratch, 0f, 3 * _shape.Hidden);
        return workspace.Scratch;
    }
}
