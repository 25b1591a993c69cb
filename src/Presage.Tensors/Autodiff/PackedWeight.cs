using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff;

/// <summary>A parameter, or a block of its columns, as the right operand of a matrix product.</summary>
/// <param name="set">The parameter's set.</param>
/// <param name="parameter">The parameter, rows of <paramref name="stride"/> values.</param>
/// <param name="start">Where in the parameter the block starts.</param>
/// <param name="inner">k, the rows of the operand.</param>
/// <param name="columns">n, the columns of the operand.</param>
/// <param name="stride">The distance between the parameter's rows.</param>
/// <param name="transposed">Whether the operand is the transpose of what lies in memory.</param>
sealed unsafe class PackedWeight(ParameterSet set, Parameter parameter, long start, int inner, int columns, int stride, bool transposed)
    : PackedOperand(set)
{
    public override object Key => (nameof(PackedWeight), parameter, start, inner, columns, stride, transposed);

    public int Inner => inner;

    public int Columns => columns;

    protected override long Length => Gemm.PackedLength(inner, columns);

    protected override void Pack(float* values, float* packed)
    {
        var source = values + parameter.Offset + start;
        if (transposed)
        {
            Gemm.PackTransposed(inner, columns, source, stride, packed);
        }
        else
        {
            Gemm.Pack(inner, columns, source, stride, packed);
        }
    }
}
