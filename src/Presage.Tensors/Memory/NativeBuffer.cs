using System.Runtime.InteropServices;

namespace Presage.Tensors.Memory;

/// <summary>A block of floats outside the managed heap: 64-byte aligned, zeroed, touched once so that no step pays for a page fault.</summary>
public sealed unsafe partial class NativeBuffer : IDisposable
{
    const nuint LineBytes = 64;
    const nuint HugePageBytes = 2 << 20;
    const int AdviseHugePages = 14;

    float* _pointer;

    /// <summary>Allocates and zeroes a block.</summary>
    /// <param name="length">The number of floats; at least one line is allocated.</param>
    public NativeBuffer(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        var bytes = RoundUp((nuint)Math.Max(length, 1) * sizeof(float) + LineBytes, LineBytes);
        if (bytes < 2 * HugePageBytes)
        {
            _pointer = (float*)NativeMemory.AlignedAlloc(bytes, LineBytes);
        }
        else
        {
            bytes = RoundUp(bytes, HugePageBytes);
            _pointer = (float*)NativeMemory.AlignedAlloc(bytes, HugePageBytes);
            if (OperatingSystem.IsLinux())
            {
                // Advice only: when the kernel declines, the pages are small and the results the same.
                _ = Advise(_pointer, bytes, AdviseHugePages);
            }
        }

        NativeMemory.Clear(_pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
        Bytes = (long)bytes;
    }

    /// <summary>Frees a block that was not disposed.</summary>
    ~NativeBuffer() => Free();

    /// <summary>The number of floats.</summary>
    public long Length { get; }

    /// <summary>The first float.</summary>
    internal float* Pointer => _pointer;

    long Bytes { get; }

    /// <summary>A part of the block.</summary>
    public Span<float> Span(long start, int length)
    {
        if (start < 0 || length < 0 || start + length > Length)
        {
            throw new ArgumentOutOfRangeException(nameof(start), $"{start} + {length} is beyond the block's {Length} floats.");
        }

        ObjectDisposedException.ThrowIf(_pointer == null, this);
        return new Span<float>(_pointer + start, length);
    }

    /// <summary>The whole block, up to 2^31 floats.</summary>
    public Span<float> Span() => Span(0, checked((int)Length));

    /// <inheritdoc />
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    static nuint RoundUp(nuint value, nuint unit) => (value + unit - 1) / unit * unit;

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(void* address, nuint length, int advice);

    void Free()
    {
        if (_pointer != null)
        {
            NativeMemory.AlignedFree(_pointer);
            GC.RemoveMemoryPressure(Bytes);
            _pointer = null;
        }
    }
}
