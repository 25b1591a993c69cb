using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Autodiff;

/// <summary>Parameters in the order in which a kernel reads them. Renewed once per change, not once per call.</summary>
abstract unsafe class PackedOperand(ParameterSet set) : IDisposable
{
    NativeBuffer? _buffer;
    InstructionSet _level;
    int _version;

    /// <summary>What is packed and how; equal keys stand for equal numbers.</summary>
    public abstract object Key { get; }

    /// <summary>The packed floats, once <see cref="Refresh"/> has been called.</summary>
    public float* Pointer => _buffer!.Pointer;

    protected abstract long Length { get; }

    /// <summary>Packs again if the values or the instruction set have changed.</summary>
    public void Refresh()
    {
        if (_buffer is not null && _version == set.Version && _level == Simd.Level)
        {
            return;
        }

        _buffer ??= new NativeBuffer(Length);
        Pack(set.ValuePointer, _buffer.Pointer);
        (_version, _level) = (set.Version, Simd.Level);
    }

    public void Dispose() => _buffer?.Dispose();

    /// <summary>Fills the buffer.</summary>
    /// <param name="values">The set's values.</param>
    /// <param name="packed">The buffer.</param>
    protected abstract void Pack(float* values, float* packed);
}
