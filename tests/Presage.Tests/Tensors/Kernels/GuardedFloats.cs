using System.Runtime.InteropServices;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>Floats that end exactly where the process may no longer read, so that a read beyond them ends the test run;
/// before them stand values that <see cref="AssertNothingBefore"/> finds again.</summary>
sealed unsafe class GuardedFloats : IDisposable
{
    const int Before = 64;
    const float Sentinel = -7.25e11f;
    const int None = 0, ReadWrite = 3, PrivateAnonymous = 0x22;

    readonly byte* _memory;
    readonly nuint _bytes;
    readonly int _capacity;
    int _length;

    public GuardedFloats(int capacity)
    {
        _capacity = capacity;
        var page = (nuint)Environment.SystemPageSize;
        _bytes = (((nuint)(capacity + Before) * sizeof(float) + page - 1) / page + 1) * page;
        if (OperatingSystem.IsLinux())
        {
            _memory = (byte*)MemoryMap(null, _bytes, ReadWrite, PrivateAnonymous, -1, 0);
            Assert.Equal(0, MemoryProtect(_memory + _bytes - page, page, None));
            End = (float*)(_memory + _bytes - page);
        }
        else
        {
            _memory = (byte*)NativeMemory.Alloc(_bytes);
            End = (float*)(_memory + _bytes - page);
        }
    }

    float* End { get; }

    /// <summary>A fresh view of the last floats before the guard, filled from a seed; earlier views end with it.</summary>
    public float* Take(int length, int seed, float scale = 1)
    {
        Assert.InRange(length, 0, _capacity);
        _length = length;
        var start = End - length;
        new Span<float>(start - Before, Before).Fill(Sentinel);
        var random = new Random(seed);
        for (var i = 0; i < length; i++)
        {
            start[i] = scale * (float)(2 * random.NextDouble() - 1);
        }

        return start;
    }

    /// <summary>A fresh view that holds these values.</summary>
    public float* Take(ReadOnlySpan<float> values)
    {
        var start = Take(values.Length, 0);
        values.CopyTo(new Span<float>(start, values.Length));
        return start;
    }

    /// <summary>Fails if something wrote before the view.</summary>
    public void AssertNothingBefore()
    {
        var untouched = new ReadOnlySpan<float>(End - _length - Before, Before).ContainsAnyExcept(Sentinel);
        Assert.False(untouched, "a kernel wrote before its target");
    }

    public void Dispose()
    {
        if (OperatingSystem.IsLinux())
        {
            _ = MemoryUnmap(_memory, _bytes);
        }
        else
        {
            NativeMemory.Free(_memory);
        }
    }

    [DllImport("libc", EntryPoint = "mmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern void* MemoryMap(void* address, nuint length, int protection, int flags, int file, nint offset);

    [DllImport("libc", EntryPoint = "mprotect")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int MemoryProtect(void* address, nuint length, int protection);

    [DllImport("libc", EntryPoint = "munmap")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    static extern int MemoryUnmap(void* address, nuint length);
}
