namespace Presage.Telemetry.Windows;

/// <summary>Copies one metric of a window's input and fills its gaps from inside the window only.</summary>
/// <param name="lookback">T.</param>
/// <param name="dilation">Bins between two steps; bins between them help to fill, but are not copied.</param>
/// <param name="interpolationLimit">The longest gap that is interpolated.</param>
/// <param name="stride">How far two steps lie apart in the target: N.</param>
readonly struct CausalInput(int lookback, int dilation, int interpolationLimit, int stride)
{
    /// <param name="series">[bin], NaN where missing.</param>
    /// <param name="present">[bin], false where the bin counts as missing although it may hold a value.</param>
    /// <param name="origin">The newest bin that may be looked at.</param>
    /// <param name="values">Step t goes to t x N.</param>
    /// <param name="observed">As values; may be empty.</param>
    public void Copy(ReadOnlySpan<float> series, ReadOnlySpan<bool> present, int origin, Span<float> values, Span<float> observed)
    {
        int bins = ((lookback - 1) * dilation) + 1;
        int start = origin - bins + 1;
        int previous = -1;
        for (int bin = 0; bin < bins; bin++)
        {
            float value = series[start + bin];
            if (!present[start + bin] || float.IsNaN(value))
            {
                continue;
            }

            if (bin > previous + 1)
            {
                Fill(series, start, previous, bin, values, observed);
            }

            if (bin % dilation == 0)
            {
                Put(bin / dilation, value, 1, values, observed);
            }

            previous = bin;
        }

        Fill(series, start, previous, bins, values, observed);
    }

    // Fills the steps strictly between two observed bins; previous -1 and next == bins are the window's ends.
    void Fill(ReadOnlySpan<float> series, int start, int previous, int next, Span<float> values, Span<float> observed)
    {
        int bins = ((lookback - 1) * dilation) + 1;
        float left = previous >= 0 ? series[start + previous] : next < bins ? series[start + next] : 0;
        float right = next < bins && previous >= 0 && next - previous - 1 <= interpolationLimit ? series[start + next] : left;
        int step = (previous + dilation) / dilation; // the first step after previous; 0 for -1
        for (; step * dilation < next; step++)
        {
            float share = (float)((step * dilation) - previous) / (next - previous);
            Put(step, left + (share * (right - left)), 0, values, observed);
        }
    }

    void Put(int step, float value, float isObserved, Span<float> values, Span<float> observed)
    {
        values[step * stride] = value;
        if (!observed.IsEmpty)
        {
            observed[step * stride] = isObserved;
        }
    }
}
