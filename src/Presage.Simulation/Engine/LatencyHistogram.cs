using System.Numerics;

namespace Presage.Simulation.Engine;

/// <summary>Counts of durations in buckets whose width grows with the duration; histograms add up.</summary>
/// <remarks>
/// 32 buckets for each doubling from a microsecond to 137 s, so that a percentile lies within 1.6 % of the true one; beyond the
/// ends the outer buckets count. The layout is that of HdrHistogram, found by shifting and without a logarithm.
/// </remarks>
sealed class LatencyHistogram
{
    const int SubBits = 5;
    const int LeastOctave = 10;
    const int MostOctave = 36;
    const int Buckets = (MostOctave - LeastOctave + 1) << SubBits;

    readonly int[] _counts = new int[Buckets];
    int _lowest = Buckets;
    int _highest = -1;

    public long Count { get; private set; }

    public long SumNs { get; private set; }

    /// <summary>The mean in nanoseconds; NaN without durations.</summary>
    public double MeanNs => Count > 0 ? (double)SumNs / Count : double.NaN;

    public void Record(long durationNs)
    {
        int bucket = BucketOf(durationNs);
        _counts[bucket]++;
        Count++;
        SumNs += durationNs;
        if (bucket < _lowest)
        {
            _lowest = bucket;
        }

        if (bucket > _highest)
        {
            _highest = bucket;
        }
    }

    /// <summary>Adds what another histogram has counted.</summary>
    public void Add(LatencyHistogram other)
    {
        int bucket = other._lowest;
        for (; bucket + Vector<int>.Count <= other._highest + 1; bucket += Vector<int>.Count)
        {
            (new Vector<int>(_counts, bucket) + new Vector<int>(other._counts, bucket)).CopyTo(_counts, bucket);
        }

        for (; bucket <= other._highest; bucket++)
        {
            _counts[bucket] += other._counts[bucket];
        }

        _lowest = Math.Min(_lowest, other._lowest);
        _highest = Math.Max(_highest, other._highest);
        Count += other.Count;
        SumNs += other.SumNs;
    }

    /// <summary>A duration that a share of all durations does not exceed, evenly spread inside its bucket.</summary>
    /// <param name="share">In [0, 1].</param>
    /// <returns>Nanoseconds; NaN without durations.</returns>
    public double Quantile(double share)
    {
        if (Count == 0)
        {
            return double.NaN;
        }

        double wanted = share * Count;
        long needed = Math.Max(1, (long)Math.Ceiling(wanted));
        int first = SkipTo(needed, out long below);
        for (int bucket = first; bucket <= _highest; bucket++)
        {
            int here = _counts[bucket];
            if (below + here >= needed)
            {
                double low = LowEnd(bucket);
                return low + ((LowEnd(bucket + 1) - low) * (wanted - below) / here);
            }

            below += here;
        }

        return LowEnd(_highest + 1);
    }

    public void Clear()
    {
        if (_highest >= _lowest)
        {
            Array.Clear(_counts, _lowest, _highest - _lowest + 1);
        }

        _lowest = Buckets;
        _highest = -1;
        Count = 0;
        SumNs = 0;
    }

    // Whole vectors of buckets that end below a count are passed over at once.
    int SkipTo(long needed, out long below)
    {
        below = 0;
        int bucket = _lowest;
        for (; bucket + Vector<int>.Count <= _highest; bucket += Vector<int>.Count)
        {
            int here = Vector.Sum(new Vector<int>(_counts, bucket));
            if (below + here >= needed)
            {
                break;
            }

            below += here;
        }

        return bucket;
    }

    static int BucketOf(long durationNs)
    {
        if (durationNs < 1L << LeastOctave)
        {
            return 0;
        }

        int octave = BitOperations.Log2((ulong)durationNs);
        return octave > MostOctave
            ? Buckets - 1
            : ((octave - LeastOctave) << SubBits) + ((int)(durationNs >> (octave - SubBits)) & ((1 << SubBits) - 1));
    }

    static double LowEnd(int bucket)
    {
        int octave = LeastOctave + (bucket >> SubBits);
        return (double)(1L << octave) * (1 + ((bucket & ((1 << SubBits) - 1)) / (double)(1 << SubBits)));
    }
}
