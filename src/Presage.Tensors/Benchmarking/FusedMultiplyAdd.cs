using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Benchmarking;

/// <summary>Fused multiply-adds on registers alone: the most arithmetic that one core does.</summary>
static class FusedMultiplyAdd
{
    const int Chains = 12;
    const int Turns = 100_000;

    static float _sink;

    /// <summary>Floating point operations of a run on the instruction set that holds now.</summary>
    public static double Operations => 2d * Chains * Turns * Width;

    static int Width => Simd.Level switch
    {
        InstructionSet.Avx512 => Simd512.Width,
        InstructionSet.Avx2 => Simd256.Width,
        _ => Simd128.Width,
    };

    /// <summary>Runs them.</summary>
    public static void Run() => _sink = Simd.Level switch
    {
        InstructionSet.Avx512 => Run<Vector512<float>, Simd512>(),
        InstructionSet.Avx2 => Run<Vector256<float>, Simd256>(),
        _ => Run<Vector128<float>, Simd128>(),
    };

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Run<TVector, TSimd>()
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        // Twelve chains cover the latency of two units; the values tend to a fixed point and never overflow.
        var (x, y) = (TSimd.Broadcast(1.0001f), TSimd.Broadcast(0.5f));
        var (a, b, c, d, e, f) = (x, x, x, x, x, x);
        var (g, h, i, j, k, l) = (x, x, x, x, x, x);
        for (var turn = 0; turn < Turns; turn++)
        {
            a = TSimd.MultiplyAdd(a, y, x);
            b = TSimd.MultiplyAdd(b, y, x);
            c = TSimd.MultiplyAdd(c, y, x);
            d = TSimd.MultiplyAdd(d, y, x);
            e = TSimd.MultiplyAdd(e, y, x);
            f = TSimd.MultiplyAdd(f, y, x);
            g = TSimd.MultiplyAdd(g, y, x);
            h = TSimd.MultiplyAdd(h, y, x);
            i = TSimd.MultiplyAdd(i, y, x);
            j = TSimd.MultiplyAdd(j, y, x);
            k = TSimd.MultiplyAdd(k, y, x);
            l = TSimd.MultiplyAdd(l, y, x);
        }

        var first = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(e, f));
        var second = TSimd.Add(TSimd.Add(TSimd.Add(g, h), TSimd.Add(i, j)), TSimd.Add(k, l));
        return TSimd.Sum(TSimd.Add(first, second));
    }
}
