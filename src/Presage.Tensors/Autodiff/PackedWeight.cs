using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Autodiff;

/// <summary>A parameter, or a block of its columns, in the order in which the matrix product reads it. Renewed once per change, not once per product.</summary>
sealed unsafe class PackedWeight : IDisposable
{
    readonly Parameter _parameter;
    readonly ParameterSet _set;
    readonly long _start;
    readonly int _stride;
    readonly bool _transposed;
    NativeBuffer _buffer;
    InstructionSet _level;
    int _version = -1;

    /// <param name="set">The parameter's set.</param>
    /// <param name="parameter">The parameter, rows of <paramref name="stride"/> values.</param>
    /// <param name="start">Where in the parameter the block starts.</param>
    /// <param name="inner">k, the rows of the operand.</param>
    /// <param name="columns">n, the columns of the operand.</param>
    /// <param name="stride">The distance between the parameter's rows.</param>
    /// <param name="transposed">Whether the operand is the transpose of what lies in memory.</param>
    public PackedWeight(ParameterSet set, Parameter parameter, long start, int inner, int columns, int stride, bool transposed)
    {
        _set = set;
        _parameter = parameter;
        _start = start;
        Inner = inner;
        Columns = columns;
        _stride = stride;
        _transposed = transposed;
        _level = Simd.Level;
        _buffer = new NativeBuffer(Gemm.PackedLength(inner, columns));
    }

    public int Inner { get; }

    public int Columns { get; }

    public float* Pointer => _buffer.Pointer;

    public bool Is(Parameter parameter, long start, int inner, int columns, int stride, bool transposed) =>
        _parameter == parameter && _start == start && Inner == inner && Columns == columns && _stride == stride && _transposed == transposed;

    public void Refresh()
    {
        if (_version == _set.Version && _level == Simd.Level)
        {
            return;
        }

        if (_level != Simd.Level)
        {
            _buffer.Dispose();
            _buffer = new NativeBuffer(Gemm.PackedLength(Inner, Columns));
            _level = Simd.Level;
        }

        var source = _set.ValuePointer + _parameter.Offset + _start;
        if (_transposed)
        {
            Gemm.PackTransposed(Inner, Columns, source, _stride, _buffer.Pointer);
        }
        else
        {
            Gemm.Pack(Inner, Columns, source, _stride, _buffer.Pointer);
        }

        _version = _set.Version;
    }

    public void Dispose() => _buffer.Dispose();
}
