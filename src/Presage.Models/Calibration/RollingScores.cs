namespace Presage.Models.Calibration;

/// <summary>The newest scores of one step and metric, kept sorted.</summary>
/// <param name="capacity">How many are kept.</param>
sealed class RollingScores(int capacity)
{
    readonly float[] _arrived = new float[capacity]; // a ring
    readonly float[] _sorted = new float[capacity];
    int _next;

    /// <summary>How many scores there are.</summary>
    public int Count { get; private set; }

    /// <summary>Takes a score in, and the oldest one out when full.</summary>
    public void Add(float score)
    {
        int at = IndexOf(score);
        if (Count < capacity)
        {
            Array.Copy(_sorted, at, _sorted, at + 1, Count - at);
            Count++;
        }
        else
        {
            // Only what lies between the place of the oldest and that of the new one moves.
            int gone = IndexOf(_arrived[_next]);
            if (gone < at)
            {
                at--;
                Array.Copy(_sorted, gone + 1, _sorted, gone, at - gone);
            }
            else
            {
                Array.Copy(_sorted, at, _sorted, at + 1, gone - at);
            }
        }

        _sorted[at] = score;
        _arrived[_next] = score;
        _next = (_next + 1) % capacity;
    }

    /// <summary>The score that a share of outcomes stays below: rank (n + 1) x coverage, interpolated.</summary>
    /// <param name="coverage">From 0 to 1; at 0 it is 0.</param>
    public float Quantile(double coverage)
    {
        if (coverage <= 0)
        {
            return 0;
        }

        double rank = ((Count + 1) * coverage) - 1;
        if (rank >= Count - 1)
        {
            return _sorted[Count - 1];
        }

        rank = Math.Max(0, rank);
        int below = (int)rank;
        return _sorted[below] + ((float)(rank - below) * (_sorted[below + 1] - _sorted[below]));
    }

    // The first place whose score is not smaller.
    int IndexOf(float score)
    {
        int low = 0;
        int high = Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_sorted[middle] < score)
            {
                low = middle + 1;
            }
            else
            {
                high = middle;
            }
        }

        return low;
    }
}
