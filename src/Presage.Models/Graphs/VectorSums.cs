using System.Numerics;

namespace Presage.Models.Graphs;

/// <summary>Sums of weighted rows.</summary>
static class VectorSums
{
    /// <summary>target += weight · source.</summary>
    public static void AddScaled(ReadOnlySpan<float> source, float weight, Span<float> target)
    {
        source = source[..target.Length];
        int i = 0;
        var scale = new Vector<float>(weight);
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (scale * new Vector<float>(source[i..]))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += weight * source[i];
        }
    }

    /// <summary>target += weights ⊙ source.</summary>
    public static void AddProducts(ReadOnlySpan<float> source, ReadOnlySpan<float> weights, Span<float> target)
    {
        source = source[..target.Length];
        weights = weights[..target.Length];
        int i = 0;
        for (; i <= target.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            (new Vector<float>(target[i..]) + (new Vector<float>(weights[i..]) * new Vector<float>(source[i..]))).CopyTo(target[i..]);
        }

        for (; i < target.Length; i++)
        {
            target[i] += weights[i] * source[i];
        }
    }
}
