using System.Numerics;

namespace Presage.Models.Regression;

/// <summary>Adds a multiple of one span to another.</summary>
static class MultiplyAdd
{
    /// <summary>sums += values x factor, element by element, with one rounding each.</summary>
    public static void To(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        var factors = new Vector<float>(factor);
        int i = 0;
        for (; i <= sums.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.FusedMultiplyAdd(new Vector<float>(values[i..]), factors, new Vector<float>(sums[i..])).CopyTo(sums[i..]);
        }

        for (; i < sums.Length; i++)
        {
            sums[i] = MathF.FusedMultiplyAdd(values[i], factor, sums[i]);
        }
    }
}
