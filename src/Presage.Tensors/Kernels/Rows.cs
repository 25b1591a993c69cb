using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Operations on each row of a matrix [rows, columns] whose rows start a stride apart.</summary>
static unsafe partial class Rows
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>x[rows, columns] = x + bias[columns].</summary>
    public static void AddBias(float* x, int rows, int columns, int stride, float* bias) =>
        BiasActivation(x, rows, columns, stride, bias, Activation.None, null, 0);

    /// <summary>x = f(x + bias) and, if asked for, derivative = f'(x + bias): all that a backward pass needs.</summary>
    /// <param name="x">[rows, columns], the product before the bias; overwritten by the result.</param>
    /// <param name="rows">Rows of x.</param>
    /// <param name="columns">Columns of x.</param>
    /// <param name="stride">Floats from one row of x to the next.</param>
    /// <param name="bias">[columns], or null for none.</param>
    /// <param name="activation">The function f.</param>
    /// <param name="derivative">[rows, columns], or null if there will be no backward pass.</param>
    /// <param name="derivativeStride">Floats from one row of the derivative to the next.</param>
    public static void BiasActivation(
        float* x, int rows, int columns, int stride, float* bias, Activation activation, float* derivative, int derivativeStride)
    {
        switch (activation)
        {
            case Activation.None:
                Activate<NoActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case Activation.Relu:
                Activate<ReluActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case Activation.Gelu:
                Activate<GeluActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case Activation.Tanh:
                Activate<TanhActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case Activation.Sigmoid:
                Activate<SigmoidActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case Activation.Silu:
                Activate<SiluActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            default:
                throw new UnreachableException($"BUG: no loop for activation {activation}");
        }
    }

    static void Activate<TActivation>(
        float* x, int rows, int columns, int stride, float* bias, float* derivative, int derivativeStride)
        where TActivation : struct, IActivation
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                ActivateLoop<Vector512<float>, Simd512, TActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            case InstructionSet.Avx2:
                ActivateLoop<Vector256<float>, Simd256, TActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
            default:
                ActivateLoop<Vector128<float>, Simd128, TActivation>(x, rows, columns, stride, bias, derivative, derivativeStride);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void ActivateLoop<TVector, TSimd, TActivation>(
        float* x, int rows, int columns, nint stride, float* bias, float* derivative, nint derivativeStride)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TActivation : struct, IActivation
    {
        for (var row = 0; row < rows; row++, x += stride)
        {
            var j = 0;
            for (; j <= columns - TSimd.Width; j += TSimd.Width)
            {
                var u = TSimd.Load(x + j);
                if (bias != null)
                {
                    u = TSimd.Add(u, TSimd.Load(bias + j));
                }

                if (derivative == null)
                {
                    TSimd.Store(x + j, default(TActivation).Apply<TVector, TSimd>(u, out _));
                }
                else
                {
                    TSimd.Store(x + j, default(TActivation).Apply<TVector, TSimd>(u, out var slope));
                    TSimd.Store(derivative + j, slope);
                }
            }

            if (j < columns)
            {
                var u = TSimd.LoadPartial(x + j, columns - j);
                if (bias != null)
                {
                    u = TSimd.Add(u, TSimd.LoadPartial(bias + j, columns - j));
                }

                TSimd.StorePartial(x + j, default(TActivation).Apply<TVector, TSimd>(u, out var slope), columns - j);
                if (derivative != null)
                {
                    TSimd.StorePartial(derivative + j, slope, columns - j);
                }
            }

            if (derivative != null)
            {
                derivative += derivativeStride;
            }
        }
    }

    readonly struct NoActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            derivative = TSimd.Broadcast(1f);
            return u;
        }
    }

    readonly struct ReluActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var zero = TSimd.Broadcast(0f);
            derivative = TSimd.Select(TSimd.LessThan(zero, u), TSimd.Broadcast(1f), zero);
            return TSimd.Max(zero, u);
        }
    }

    readonly struct GeluActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => VectorMath.GeluWithDerivative<TVector, TSimd>(u, out derivative);
    }

    readonly struct TanhActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var z = VectorMath.Tanh<TVector, TSimd>(u);
            derivative = TSimd.NegateMultiplyAdd(z, z, TSimd.Broadcast(1f));
            return z;
        }
    }

    readonly struct SigmoidActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var z = VectorMath.Sigmoid<TVector, TSimd>(u);
            derivative = TSimd.NegateMultiplyAdd(z, z, z);
            return z;
        }
    }

    readonly struct SiluActivation : IActivation
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var s = VectorMath.Sigmoid<TVector, TSimd>(u);
            var z = TSimd.Multiply(u, s);
            derivative = TSimd.MultiplyAdd(z, TSimd.Subtract(TSimd.Broadcast(1f), s), s);
            return z;
        }
    }
}
