using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>The loops of the elementwise operations, one for each number of operands: whole vectors, then one partial
/// vector. Each element is read before it is written, so a target may be one of the operands.</summary>
static unsafe class ElementwiseLoops
{
    public static void Unary<TOperator>(float* x, float* y, int n, TOperator operation)
        where TOperator : struct, IUnaryOperator
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                UnaryLoop<Vector512<float>, Simd512, TOperator>(x, y, n, operation);
                break;
            case InstructionSet.Avx2:
                UnaryLoop<Vector256<float>, Simd256, TOperator>(x, y, n, operation);
                break;
            default:
                UnaryLoop<Vector128<float>, Simd128, TOperator>(x, y, n, operation);
                break;
        }
    }

    public static void Binary<TOperator>(float* x, float* y, float* z, int n, TOperator operation)
        where TOperator : struct, IBinaryOperator
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                BinaryLoop<Vector512<float>, Simd512, TOperator>(x, y, z, n, operation);
                break;
            case InstructionSet.Avx2:
                BinaryLoop<Vector256<float>, Simd256, TOperator>(x, y, z, n, operation);
                break;
            default:
                BinaryLoop<Vector128<float>, Simd128, TOperator>(x, y, z, n, operation);
                break;
        }
    }

    public static void Ternary<TOperator>(float* x, float* y, float* z, float* target, int n, TOperator operation)
        where TOperator : struct, ITernaryOperator
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                TernaryLoop<Vector512<float>, Simd512, TOperator>(x, y, z, target, n, operation);
                break;
            case InstructionSet.Avx2:
                TernaryLoop<Vector256<float>, Simd256, TOperator>(x, y, z, target, n, operation);
                break;
            default:
                TernaryLoop<Vector128<float>, Simd128, TOperator>(x, y, z, target, n, operation);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void UnaryLoop<TVector, TSimd, TOperator>(float* x, float* y, int n, TOperator operation)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TOperator : struct, IUnaryOperator
    {
        var i = 0;
        for (; i <= n - 2 * TSimd.Width; i += 2 * TSimd.Width)
        {
            var first = operation.Apply<TVector, TSimd>(TSimd.Load(x + i));
            var second = operation.Apply<TVector, TSimd>(TSimd.Load(x + i + TSimd.Width));
            TSimd.Store(y + i, first);
            TSimd.Store(y + i + TSimd.Width, second);
        }

        for (; i < n; i += TSimd.Width)
        {
            TSimd.StorePartial(y + i, operation.Apply<TVector, TSimd>(TSimd.LoadPartial(x + i, n - i)), n - i);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void BinaryLoop<TVector, TSimd, TOperator>(float* x, float* y, float* z, int n, TOperator operation)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TOperator : struct, IBinaryOperator
    {
        var i = 0;
        for (; i <= n - 2 * TSimd.Width; i += 2 * TSimd.Width)
        {
            var first = operation.Apply<TVector, TSimd>(TSimd.Load(x + i), TSimd.Load(y + i));
            var second = operation.Apply<TVector, TSimd>(TSimd.Load(x + i + TSimd.Width), TSimd.Load(y + i + TSimd.Width));
            TSimd.Store(z + i, first);
            TSimd.Store(z + i + TSimd.Width, second);
        }

        for (; i < n; i += TSimd.Width)
        {
            var left = n - i;
            var value = operation.Apply<TVector, TSimd>(TSimd.LoadPartial(x + i, left), TSimd.LoadPartial(y + i, left));
            TSimd.StorePartial(z + i, value, left);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void TernaryLoop<TVector, TSimd, TOperator>(float* x, float* y, float* z, float* target, int n, TOperator operation)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TOperator : struct, ITernaryOperator
    {
        var i = 0;
        for (; i <= n - TSimd.Width; i += TSimd.Width)
        {
            TSimd.Store(target + i, operation.Apply<TVector, TSimd>(TSimd.Load(x + i), TSimd.Load(y + i), TSimd.Load(z + i)));
        }

        for (; i < n; i += TSimd.Width)
        {
            var left = n - i;
            var value = operation.Apply<TVector, TSimd>(
                TSimd.LoadPartial(x + i, left), TSimd.LoadPartial(y + i, left), TSimd.LoadPartial(z + i, left));
            TSimd.StorePartial(target + i, value, left);
        }
    }
}
