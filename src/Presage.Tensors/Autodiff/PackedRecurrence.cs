using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff;

/// <summary>The two weights of a gated recurrent unit, for its forward or its backward pass.</summary>
/// <param name="set">The parameters' set.</param>
/// <param name="inputWeight">W [F, 3D].</param>
/// <param name="stateWeight">U [D, 3D].</param>
/// <param name="shape">Sizes and form; how many sequences and steps there are does not matter.</param>
/// <param name="backward">Whether it is for the backward pass.</param>
sealed unsafe class PackedRecurrence(ParameterSet set, Parameter inputWeight, Parameter stateWeight, GruShape shape, bool backward)
    : PackedOperand(set)
{
    public override object Key => (nameof(PackedRecurrence), inputWeight, stateWeight, shape.Form, backward);

    protected override long Length => backward ? GruKernels.PackedBackwardLength(shape) : GruKernels.PackedForwardLength(shape);

    protected override void Pack(float* values, float* packed)
    {
        var (input, state) = (inputWeight.Offset, stateWeight.Offset);
        if (backward)
        {
            GruKernels.PackBackward(shape, values + input, values + state, packed);
        }
        else
        {
            GruKernels.PackForward(shape, values + input, values + state, packed);
        }
    }
}
