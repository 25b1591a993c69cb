using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Loops that apply an <see cref="IBinaryFunction"/> to arrays, one of which may repeat along rows or columns.</summary>
static unsafe class BinaryLoops
{
    // Longer sums add up in float64, so that their error does not grow with the length.
    const int SumBlock = 4096;

    /// <summary>target = f(a, b).</summary>
    public static void Forward<TFunction>(BroadcastPlane plane, float* a, float* b, float* target)
        where TFunction : struct, IBinaryFunction
    {
        switch (Simd.Level)
        {
            case InstructionSet.Avx512:
                Forward<TFunction, Vector512<float>, Simd512>(plane, a, b, target);
                break;
            case InstructionSet.Avx2:
                Forward<TFunction, Vector256<float>, Simd256>(plane, a, b, target);
                break;
            default:
                Forward<TFunction, Vector128<float>, Simd128>(plane, a, b, target);
                break;
        }
    }

    /// <summary>gradA (+)= the part of the output's gradient that goes to a, summed over the axes along which a repeats.</summary>
    /// <param name="plane">The loops.</param>
    /// <param name="gradOutput">The output's gradient.</param>
    /// <param name="a">The first operand; read only if the function says so, as the next two.</param>
    /// <param name="b">The second operand.</param>
    /// <param name="output">The output.</param>
    /// <param name="gradA">Laid out as a.</param>
    /// <param name="accumulate">Must be true where a repeats.</param>
    public static void BackwardFirst<TFunction>(
        BroadcastPlane plane, float* gradOutput, float* a, float* b, float* output, float* gradA, bool accumulate)
        where TFunction : struct, IBinaryFunction =>
        Backward<TFunction, OfFirst<TFunction>>(
            plane, plane.FirstRow, plane.FirstColumn, gradOutput, a, b, output, gradA, accumulate);

    /// <summary>As <see cref="BackwardFirst"/>, for b.</summary>
    public static void BackwardSecond<TFunction>(
        BroadcastPlane plane, float* gradOutput, float* a, float* b, float* output, float* gradB, bool accumulate)
        where TFunction : struct, IBinaryFunction =>
        Backward<TFunction, OfSecond<TFunction>>(
            plane, plane.SecondRow, plane.SecondColumn, gradOutput, a, b, output, gradB, accumulate);

    static void Backward<TFunction, TPart>(
        BroadcastPlane plane, int row, int column, float* gradOutput, float* a, float* b, float* output, float* target, bool accumulate)
        where TFunction : struct, IBinaryFunction
        where TPart : struct, IPart
    {
        switch (Simd.Level, column)
        {
            case (InstructionSet.Avx512, 0):
                Sum<TPart, Vector512<float>, Simd512>(plane, row, gradOutput, a, b, output, target);
                break;
            case (InstructionSet.Avx512, _):
                Add<TPart, Vector512<float>, Simd512>(plane, row, gradOutput, a, b, output, target, accumulate);
                break;
            case (InstructionSet.Avx2, 0):
                Sum<TPart, Vector256<float>, Simd256>(plane, row, gradOutput, a, b, output, target);
                break;
            case (InstructionSet.Avx2, _):
                Add<TPart, Vector256<float>, Simd256>(plane, row, gradOutput, a, b, output, target, accumulate);
                break;
            case (_, 0):
                Sum<TPart, Vector128<float>, Simd128>(plane, row, gradOutput, a, b, output, target);
                break;
            default:
                Add<TPart, Vector128<float>, Simd128>(plane, row, gradOutput, a, b, output, target, accumulate);
                break;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Forward<TFunction, TVector, TSimd>(BroadcastPlane plane, float* a, float* b, float* target)
        where TFunction : struct, IBinaryFunction
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var r = 0; r < plane.Rows; r++, a += plane.FirstRow, b += plane.SecondRow, target += plane.Columns)
        {
            var columns = plane.Columns;
            for (var i = 0; i < columns; i += TSimd.Width)
            {
                var first = Operand<TVector, TSimd>(a, plane.FirstColumn, i, columns);
                var second = Operand<TVector, TSimd>(b, plane.SecondColumn, i, columns);
                VectorMemory.Store<TVector, TSimd>(target + i, TFunction.Value<TVector, TSimd>(first, second), columns - i);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Add<TPart, TVector, TSimd>(
        BroadcastPlane plane, int row, float* gradOutput, float* a, float* b, float* output, float* target, bool accumulate)
        where TPart : struct, IPart
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        for (var r = 0; r < plane.Rows; r++)
        {
            for (var i = 0; i < plane.Columns; i += TSimd.Width)
            {
                var value = Part<TPart, TVector, TSimd>(plane, gradOutput, a, b, output, i);
                VectorMemory.Add<TVector, TSimd>(target + i, value, plane.Columns - i, accumulate);
            }

            gradOutput += plane.Columns;
            output += plane.Columns;
            target += row;
            a += plane.FirstRow;
            b += plane.SecondRow;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static void Sum<TPart, TVector, TSimd>(
        BroadcastPlane plane, int row, float* gradOutput, float* a, float* b, float* output, float* target)
        where TPart : struct, IPart
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var rest = stackalloc float[TSimd.Width];
        var total = 0d;
        for (var r = 0; r < plane.Rows; r++)
        {
            for (var start = 0; start < plane.Columns; start += SumBlock)
            {
                var end = Math.Min(plane.Columns, start + SumBlock);
                var sum = TSimd.Broadcast(0f);
                var i = start;
                for (; i <= end - TSimd.Width; i += TSimd.Width)
                {
                    sum = TSimd.Add(sum, Part<TPart, TVector, TSimd>(plane, gradOutput, a, b, output, i));
                }

                total += TSimd.Sum(sum);
                if (i < end)
                {
                    // The lanes beyond the end hold anything, even NaN, after a division.
                    TSimd.Store(rest, Part<TPart, TVector, TSimd>(plane, gradOutput, a, b, output, i));
                    for (var lane = 0; lane < end - i; lane++)
                    {
                        total += rest[lane];
                    }
                }
            }

            if (row != 0)
            {
                *target += (float)total;
                total = 0d;
            }

            gradOutput += plane.Columns;
            output += plane.Columns;
            target += row;
            a += plane.FirstRow;
            b += plane.SecondRow;
        }

        if (row == 0)
        {
            *target += (float)total;
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Part<TPart, TVector, TSimd>(BroadcastPlane plane, float* gradOutput, float* a, float* b, float* output, int i)
        where TPart : struct, IPart
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        var g = VectorMemory.Load<TVector, TSimd>(gradOutput + i, plane.Columns - i);
        var first = (TPart.Reads & Operands.First) != 0 ? Operand<TVector, TSimd>(a, plane.FirstColumn, i, plane.Columns) : default;
        var second = (TPart.Reads & Operands.Second) != 0 ? Operand<TVector, TSimd>(b, plane.SecondColumn, i, plane.Columns) : default;
        var y = (TPart.Reads & Operands.Output) != 0 ? VectorMemory.Load<TVector, TSimd>(output + i, plane.Columns - i) : default;
        return TPart.Compute<TVector, TSimd>(g, first, second, y);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static TVector Operand<TVector, TSimd>(float* values, int step, int i, int columns)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        step == 0 ? TSimd.Broadcast(*values) : VectorMemory.Load<TVector, TSimd>(values + i, columns - i);

    interface IPart
    {
        static abstract Operands Reads { get; }

        static abstract TVector Compute<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector>;
    }

    readonly struct OfFirst<TFunction> : IPart
        where TFunction : struct, IBinaryFunction
    {
        public static Operands Reads
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TFunction.FirstReads;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Compute<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TFunction.FirstGradient<TVector, TSimd>(g, a, b, y);
    }

    readonly struct OfSecond<TFunction> : IPart
        where TFunction : struct, IBinaryFunction
    {
        public static Operands Reads
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => TFunction.SecondReads;
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public static TVector Compute<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TFunction.SecondGradient<TVector, TSimd>(g, a, b, y);
    }
}
