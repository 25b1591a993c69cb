using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = (x - mean)/√(variance + ε) ⊙ γ + β over the last axis; population variance, ε = 1e-5.</summary>
/// <remarks>Inputs are x [rows…, n], γ [n], β [n]. Kept for backward are mean and reciprocal deviation of each row.</remarks>
sealed unsafe class LayerNormOperation : Operation
{
    const float Epsilon = 1e-5f;

    readonly int _rows;
    readonly int _columns;

    LayerNormOperation(Tensor input, Tensor gain, Tensor bias)
        : base(input, gain, bias)
    {
        _columns = input.Shape.Last;
        _rows = checked((int)(input.Shape.Length / _columns));
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, Tensor gain, Tensor bias)
    {
        if (gain.Shape.Length != input.Shape.Last || bias.Shape.Length != input.Shape.Last)
        {
            throw new ArgumentException($"LayerNorm: {input.Shape} with a gain of {gain.Shape} and a bias of {bias.Shape}.");
        }

        return input.Graph.Apply(new LayerNormOperation(input, gain, bias), input.Shape);
    }

    public override bool BackwardReadsInput(int index) => index < 2;

    public override long SavedLength(bool training) => 2L * _rows;

    public override long ScratchLength(bool training) => training ? 2L * _columns : 0;

    public override void Forward(Workspace workspace)
    {
        var saved = workspace.Saved(this);
        Rows.LayerNorm(
            workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), workspace.Value(Inputs[2]), workspace.Value(Output), saved, saved + _rows,
            _rows, _columns, Epsilon);
    }

    public override void Backward(Workspace workspace)
    {
        var saved = workspace.Saved(this);
        var gradGain = workspace.Scratch;
        var gradBias = gradGain + _columns;
        Elementwise.Fill(gradGain, 0f, 2 * _columns);
        Rows.LayerNormBackward(
            workspace.Gradient(Output), workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), saved, saved + _rows,
            NeedsGradient(0) ? workspace.Gradient(Inputs[0]) : null, Accumulates[0],
            NeedsGradient(1) ? gradGain : null, NeedsGradient(2) ? gradBias : null, _rows, _columns);
        Hand(workspace, 1, gradGain);
        Hand(workspace, 2, gradBias);
    }

    void Hand(Workspace workspace, int index, float* gradient)
    {
        if (!NeedsGradient(index))
        {
            return;
        }

        if (Accumulates[index])
        {
            Elementwise.Accumulate(gradient, workspace.Gradient(Inputs[index]), _columns);
        }
        else
        {
            Elementwise.Copy(gradient, workspace.Gradient(Inputs[index]), _columns);
        }
    }
}
