using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class Rows
{
    /// <summary>y[rows, columns] = tanh(a) sigmoid(b), where a row of x[rows, 2 columns] is [a | b].</summary>
    public static void GatedTanh(float* x, float* y, int rows, int columns)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                GatedTanhLoop<Vector512<float>, Simd512>(x, y, rows, columns);
                break;
            case InstructionSet.Avx2:
                GatedTanhLoop<Vector256<float>, Simd256>(x, y, rows, columns);
                break;
            default:
                GatedTanhLoop<Vector128<float>, Simd128>(x, y, rows, columns);
                break;
        }
    }

    /// <summary>The gradient of <see cref="GatedTanh"/>.</summary>
    /// <param name="gradY">[rows, columns].</param>
    /// <param name="x">[rows, 2 columns], as in the forward pass.</param>
    /// <param name="gradX">[rows, 2 columns].</param>
    /// <param name="rows">Rows of both.</param>
    /// <param name="columns">Columns of the result.</param>
    /// <param name="accumulate">Whether gradX is added to or overwritten.</param>
    public static void GatedTanhBackward(float* gradY, float* x, float* gradX, int rows, int columns, bool accumulate)
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                GatedTanhBackwardLoop<Vector512<float>, Simd512>(gradY, x, gradX, rows, columns, accumulate);
                break;
            case InstructionSet.Avx2:
                GatedTanhBackwardLoop<Vector256<float>, Simd256>(gradY, x, gradX, rows, columns, accumulate);
                break;
            default:
                GatedTanhBackwardLoop<Vector128<float>, Simd128>(gradY, x, gradX, rows, columns, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void GatedTanhLoop<TVector, TSimd>(float* x, float* y, int rows, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var row = 0; row < rows; row++, x += 2 * columns, y += columns)
        {
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var left = columns - j;
                var value = VectorMath.Tanh<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(x + j, left));
                var gate = VectorMath.Sigmoid<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(x + columns + j, left));
                VectorMemory.Store<TVector, TSimd>(y + j, TSimd.Multiply(value, gate), left);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void GatedTanhBackwardLoop<TVector, TSimd>(float* gradY, float* x, float* gradX, int rows, int columns, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var one = TSimd.Broadcast(1f);
        for (var row = 0; row < rows; row++, gradY += columns, x += 2 * columns, gradX += 2 * columns)
        {
            for (var j = 0; j < columns; j += TSimd.Width)
            {
                var left = columns - j;
                var value = VectorMath.Tanh<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(x + j, left));
                var gate = VectorMath.Sigmoid<TVector, TSimd>(VectorMemory.Load<TVector, TSimd>(x + columns + j, left));
                var passed = TSimd.Multiply(VectorMemory.Load<TVector, TSimd>(gradY + j, left), gate);
                var gradValue = TSimd.Multiply(passed, TSimd.NegateMultiplyAdd(value, value, one));
                var gradGate = TSimd.Multiply(TSimd.Multiply(passed, value), TSimd.Subtract(one, gate));
                VectorMemory.Add<TVector, TSimd>(gradX + j, gradValue, left, accumulate);
                VectorMemory.Add<TVector, TSimd>(gradX + columns + j, gradGate, left, accumulate);
            }
        }
    }
}
