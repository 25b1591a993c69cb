using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Presage.Tensors.Kernels;

/// <summary>Four rows of four floats, turned in registers.</summary>
unsafe ref struct TransposedSquare
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>Loads rows that lie <paramref name="stride"/> floats apart and turns them.</summary>
    [MethodImpl(Inline)]
    public TransposedSquare(float* source, nint stride)
    {
        var a = Vector128.Load(source);
        var b = Vector128.Load(source + stride);
        var c = Vector128.Load(source + 2 * stride);
        var d = Vector128.Load(source + 3 * stride);
        var (upperLeft, upperRight) = (InterleaveLow(a, b), InterleaveLow(c, d));
        var (lowerLeft, lowerRight) = (InterleaveHigh(a, b), InterleaveHigh(c, d));
        First = Low(upperLeft, upperRight);
        Second = High(upperLeft, upperRight);
        Third = Low(lowerLeft, lowerRight);
        Fourth = High(lowerLeft, lowerRight);
    }

    /// <summary>The first column.</summary>
    public Vector128<float> First { [MethodImpl(Inline)] get; }

    public Vector128<float> Second { [MethodImpl(Inline)] get; }

    public Vector128<float> Third { [MethodImpl(Inline)] get; }

    public Vector128<float> Fourth { [MethodImpl(Inline)] get; }

    /// <summary>a0 b0 a1 b1.</summary>
    [MethodImpl(Inline)]
    static Vector128<float> InterleaveLow(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackLow(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(a, b)
        : Vector128.Create(a[0], b[0], a[1], b[1]);

    /// <summary>a2 b2 a3 b3.</summary>
    [MethodImpl(Inline)]
    static Vector128<float> InterleaveHigh(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.UnpackHigh(a, b)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(a, b)
        : Vector128.Create(a[2], b[2], a[3], b[3]);

    /// <summary>a0 a1 b0 b1.</summary>
    [MethodImpl(Inline)]
    static Vector128<float> Low(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveLowToHigh(a, b) : Vector128.Create(a.GetLower(), b.GetLower());

    /// <summary>a2 a3 b2 b3.</summary>
    [MethodImpl(Inline)]
    static Vector128<float> High(Vector128<float> a, Vector128<float> b) =>
        Sse.IsSupported ? Sse.MoveHighToLow(b, a) : Vector128.Create(a.GetUpper(), b.GetUpper());
}
