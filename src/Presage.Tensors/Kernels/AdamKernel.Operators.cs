using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

static unsafe partial class AdamKernel
{
    static void Run<TOperator>(float* weights, float* gradient, float* first, float* second, int n, TOperator step)
        where TOperator : struct, IStepOperator
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                StepLoop<Vector512<float>, Simd512, TOperator>(weights, gradient, first, second, n, step);
                break;
            case InstructionSet.Avx2:
                StepLoop<Vector256<float>, Simd256, TOperator>(weights, gradient, first, second, n, step);
                break;
            default:
                StepLoop<Vector128<float>, Simd128, TOperator>(weights, gradient, first, second, n, step);
                break;
        }
    }

    // A step with one buffer passes it twice: the second is stored first, so that the first one stays.
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void StepLoop<TVector, TSimd, TOperator>(
        float* weights, float* gradient, float* first, float* second, int n, TOperator step)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
        where TOperator : struct, IStepOperator
    {
        var i = 0;
        for (; i <= n - TSimd.Width; i += TSimd.Width)
        {
            var (w, a, b) = (TSimd.Load(weights + i), TSimd.Load(first + i), TSimd.Load(second + i));
            step.Apply<TVector, TSimd>(ref w, TSimd.Load(gradient + i), ref a, ref b);
            TSimd.Store(second + i, b);
            TSimd.Store(first + i, a);
            TSimd.Store(weights + i, w);
        }

        for (; i < n; i += TSimd.Width)
        {
            var left = n - i;
            var (w, a, b) = (TSimd.LoadPartial(weights + i, left), TSimd.LoadPartial(first + i, left), TSimd.LoadPartial(second + i, left));
            step.Apply<TVector, TSimd>(ref w, TSimd.LoadPartial(gradient + i, left), ref a, ref b);
            TSimd.StorePartial(second + i, b, left);
            TSimd.StorePartial(first + i, a, left);
            TSimd.StorePartial(weights + i, w, left);
        }
    }

    readonly struct AdamOperator(AdamStep step) : IStepOperator
    {
        readonly float _keep1 = step.Beta1, _take1 = 1 - step.Beta1, _keep2 = step.Beta2, _take2 = 1 - step.Beta2;
        readonly float _scale = step.GradientScale, _coupled = step.Decoupled ? 0 : step.Decay;
        readonly float _shrink = step.Decoupled ? 1 - step.Rate * step.Decay : 1;
        readonly float _rate = step.Rate / step.Correction1, _root = 1 / MathF.Sqrt(step.Correction2), _epsilon = step.Epsilon;

        [MethodImpl(Inline)]
        public void Apply<TVector, TSimd>(ref TVector weights, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var g = TSimd.MultiplyAdd(weights, TSimd.Broadcast(_coupled), TSimd.Multiply(gradient, TSimd.Broadcast(_scale)));
            first = TSimd.MultiplyAdd(first, TSimd.Broadcast(_keep1), TSimd.Multiply(g, TSimd.Broadcast(_take1)));
            second = TSimd.MultiplyAdd(
                second, TSimd.Broadcast(_keep2), TSimd.Multiply(TSimd.Multiply(g, g), TSimd.Broadcast(_take2)));
            var root = TSimd.MultiplyAdd(TSimd.SquareRoot(second), TSimd.Broadcast(_root), TSimd.Broadcast(_epsilon));
            weights = TSimd.NegateMultiplyAdd(
                TSimd.Broadcast(_rate), TSimd.Divide(first, root), TSimd.Multiply(weights, TSimd.Broadcast(_shrink)));
        }
    }

    readonly struct MomentumOperator(float rate, float momentum, bool nesterov, float decay, float scale) : IStepOperator
    {
        [MethodImpl(Inline)]
        public void Apply<TVector, TSimd>(ref TVector weights, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var g = TSimd.MultiplyAdd(weights, TSimd.Broadcast(decay), TSimd.Multiply(gradient, TSimd.Broadcast(scale)));
            first = TSimd.MultiplyAdd(first, TSimd.Broadcast(momentum), g);
            var move = nesterov ? TSimd.MultiplyAdd(first, TSimd.Broadcast(momentum), g) : first;
            weights = TSimd.NegateMultiplyAdd(TSimd.Broadcast(rate), move, weights);
        }
    }

    readonly struct AdaGradOperator(float rate, float epsilon, float decay, float scale) : IStepOperator
    {
        [MethodImpl(Inline)]
        public void Apply<TVector, TSimd>(ref TVector weights, TVector gradient, ref TVector first, ref TVector second)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var g = TSimd.MultiplyAdd(weights, TSimd.Broadcast(decay), TSimd.Multiply(gradient, TSimd.Broadcast(scale)));
            first = TSimd.MultiplyAdd(g, g, first);
            var root = TSimd.Add(TSimd.SquareRoot(first), TSimd.Broadcast(epsilon));
            weights = TSimd.NegateMultiplyAdd(TSimd.Broadcast(rate), TSimd.Divide(g, root), weights);
        }
    }

    readonly struct DescentOperator(float rate, float decay, float scale) : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>
        {
            var g = TSimd.MultiplyAdd(x, TSimd.Broadcast(decay), TSimd.Multiply(y, TSimd.Broadcast(scale)));
            return TSimd.NegateMultiplyAdd(TSimd.Broadcast(rate), g, x);
        }
    }

    readonly struct MovingAverageOperator(float decay) : IBinaryOperator
    {
        [MethodImpl(Inline)]
        public TVector Apply<TVector, TSimd>(TVector x, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> =>
            TSimd.MultiplyAdd(y, TSimd.Broadcast(decay), TSimd.Multiply(x, TSimd.Broadcast(1 - decay)));
    }
}
