namespace Presage.Telemetry.Topology;

/// <summary>Counts of latencies in buckets of equal ratio: quantiles within 2 % of a value, and sketches can be added up.</summary>
/// <remarks>
/// <code>
/// bucket(x) = ceil(log x / log gamma),  gamma = (1 + a) / (1 - a),  a = 0.02
/// value(i)  = 2 gamma^i / (gamma + 1)
/// </code>
/// DDSketch of Masson, Rim and Lee 2019 (arXiv:1908.10693), without the collapsing of buckets: only the stretch between
/// the smallest and the largest bucket met is stored, and values are held to the range from a nanosecond to 11 days.
/// </remarks>
public sealed class LatencySketch
{
    const double RelativeError = 0.02;
    const double SmallestMs = 1e-6;
    const double LargestMs = 1e9;
    const double Gamma = (1 + RelativeError) / (1 - RelativeError);

    static readonly double InverseLogGamma = 1 / Math.Log(Gamma);

    int[] _counts = [];
    int _first; // the bucket of _counts[0]

    /// <summary>How many latencies were added.</summary>
    public long Count { get; private set; }

    /// <summary>Adds latencies of one value.</summary>
    /// <param name="valueMs">Milliseconds; below a nanosecond counts as one.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentException">The value is no number, or the count is negative.</exception>
    public void Add(double valueMs, int count = 1)
    {
        if (double.IsNaN(valueMs))
        {
            throw new ArgumentException("A latency is NaN.", nameof(valueMs));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(count);
        if (count > 0)
        {
            int bucket = (int)Math.Ceiling(Math.Log(Math.Clamp(valueMs, SmallestMs, LargestMs)) * InverseLogGamma);
            Reserve(bucket, bucket);
            _counts[bucket - _first] += count;
            Count += count;
        }
    }

    /// <summary>Adds all latencies of another sketch.</summary>
    /// <param name="other">Not changed.</param>
    public void Add(LatencySketch other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other.Count == 0)
        {
            return;
        }

        Reserve(other._first, other._first + other._counts.Length - 1);
        for (int i = 0; i < other._counts.Length; i++)
        {
            _counts[other._first - _first + i] += other._counts[i];
        }

        Count += other.Count;
    }

    /// <summary>The value that a share of the latencies does not exceed.</summary>
    /// <param name="share">In [0, 1]: 0.95 for the P95.</param>
    /// <returns>Milliseconds, within 2 % of a latency that was added; NaN when there is none.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The share is outside [0, 1].</exception>
    public double Quantile(double share)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(share, 0);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(share, 1);
        if (Count == 0)
        {
            return double.NaN;
        }

        long rank = (long)Math.Ceiling(share * Count);
        long below = 0;
        int at = 0;
        while (at < _counts.Length - 1)
        {
            below += _counts[at];
            if (below >= Math.Max(rank, 1))
            {
                break;
            }

            at++;
        }

        return 2 * Math.Pow(Gamma, _first + at) / (Gamma + 1);
    }

    // Latencies of one edge lie within a decade or two, so the stretch stays short; it grows by a quarter at a time.
    void Reserve(int first, int last)
    {
        if (_counts.Length == 0)
        {
            (_counts, _first) = (new int[last - first + 1], first);
            return;
        }

        int end = _first + _counts.Length - 1;
        if (first >= _first && last <= end)
        {
            return;
        }

        int slack = _counts.Length / 4;
        int newFirst = first < _first ? first - slack : _first;
        int newLast = last > end ? last + slack : end;
        var grown = new int[newLast - newFirst + 1];
        _counts.CopyTo(grown, _first - newFirst);
        (_counts, _first) = (grown, newFirst);
    }
}
