using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Gemm
{
    const int WidestVector = 16;

    /// <summary>Floats that a packed operand [k, n] needs, whatever the instruction set.</summary>
    public static int PackedLength(int k, int n) => checked(k * ((n + WidestVector - 1) / WidestVector * WidestVector));

    /// <summary>Packs B[k, n]: panels of a few vectors of columns (the last of as many as it needs), each panel k rows without
    /// gaps, zeros beyond column n. Only for the instruction set that holds now.</summary>
    public static void Pack(int k, int n, float* b, int ldb, float* packed)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                PackRows<Vector512<float>, Simd512>(k, n, b, ldb, packed);
                break;
            case InstructionSet.Avx2:
                PackRows<Vector256<float>, Simd256>(k, n, b, ldb, packed);
                break;
            default:
                PackRows<Vector128<float>, Simd128>(k, n, b, ldb, packed);
                break;
        }
    }

    /// <summary>Packs the transpose of b[n, k] in the form of <see cref="Pack"/>.</summary>
    public static void PackTransposed(int k, int n, float* b, int ldb, float* packed)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                PackColumns<Vector512<float>, Simd512>(k, n, b, ldb, packed);
                break;
            case InstructionSet.Avx2:
                PackColumns<Vector256<float>, Simd256>(k, n, b, ldb, packed);
                break;
            default:
                PackColumns<Vector128<float>, Simd128>(k, n, b, ldb, packed);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackRows<TVector, TSimd>(int k, int n, float* b, nint ldb, float* packed)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = PanelVectors<TVector, TSimd>() * TSimd.Width;
        for (var j = 0; j < n; j += panel)
        {
            packed += k * CopyPanel<TVector, TSimd>(k, Math.Min(n - j, panel), b + j, ldb, packed);
        }
    }

    /// <summary>Copies a panel of columns without gaps; gives the leading dimension of the copy.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int CopyPanel<TVector, TSimd>(int k, int columns, float* b, nint ldb, float* target)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var width = Vectors<TVector, TSimd>(columns) * TSimd.Width;
        for (var p = 0; p < k; p++, b += ldb, target += width)
        {
            for (var j = 0; j < width; j += TSimd.Width)
            {
                TSimd.Store(target + j, TSimd.LoadPartial(b + j, columns - j));
            }
        }

        return width;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void PackColumns<TVector, TSimd>(int k, int n, float* b, nint ldb, float* packed)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var panel = PanelVectors<TVector, TSimd>() * TSimd.Width;
        for (var j = 0; j < n; j += panel)
        {
            var columns = Math.Min(n - j, panel);
            var width = Vectors<TVector, TSimd>(columns) * TSimd.Width;
            var q = 0;
            for (; q + 4 <= columns; q += 4)
            {
                TransposeFour(k, b + (j + q) * ldb, ldb, packed + q, width);
            }

            for (; q < columns || q % 4 != 0; q++)
            {
                var source = b + (j + q) * ldb;
                for (var p = 0; p < k; p++)
                {
                    packed[p * width + q] = q < columns ? source[p] : 0f;
                }
            }

            for (; q < width; q += 4)
            {
                for (var p = 0; p < k; p++)
                {
                    Vector128<float>.Zero.Store(packed + p * width + q);
                }
            }

            packed += k * width;
        }
    }

    /// <summary>Four rows of b become four columns of a panel.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TransposeFour(int k, float* b, nint ldb, float* target, int width)
    {
        var p = 0;
        for (; p <= k - 4; p += 4, b += 4, target += 4 * width)
        {
            var square = new TransposedSquare(b, ldb);
            square.First.Store(target);
            square.Second.Store(target + width);
            square.Third.Store(target + 2 * width);
            square.Fourth.Store(target + 3 * width);
        }

        for (; p < k; p++, b++, target += width)
        {
            Vector128.Create(b[0], b[ldb], b[2 * ldb], b[3 * ldb]).Store(target);
        }
    }
}
