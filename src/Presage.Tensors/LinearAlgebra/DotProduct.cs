using System.Numerics;

namespace Presage.Tensors.LinearAlgebra;

/// <summary>Sums of products of two spans.</summary>
public static class DotProduct
{
    /// <summary>Σ left_i right_i.</summary>
    public static double Of(ReadOnlySpan<double> left, ReadOnlySpan<double> right) => Sum(left, right);

    /// <summary>Σ left_i right_i.</summary>
    public static float Of(ReadOnlySpan<float> left, ReadOnlySpan<float> right) => Sum(left, right);

    static T Sum<T>(ReadOnlySpan<T> left, ReadOnlySpan<T> right)
        where T : struct, INumberBase<T>
    {
        var sums = Vector<T>.Zero;
        int i = 0;
        for (; i <= left.Length - Vector<T>.Count; i += Vector<T>.Count)
        {
            sums += new Vector<T>(left[i..]) * new Vector<T>(right[i..]);
        }

        var sum = Vector.Sum(sums);
        for (; i < left.Length; i++)
        {
            sum += left[i] * right[i];
        }

        return sum;
    }
}
