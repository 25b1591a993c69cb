namespace Presage.Telemetry.Windows;

/// <summary>Three ranges of bins in the order of time: what is learned from, what is chosen on, what is reported on.</summary>
/// <param name="Train">Bins whose targets train the weights and whose values fit the scaling.</param>
/// <param name="Validation">Bins that choose among models and settings, and calibrate bands.</param>
/// <param name="Test">Bins that are only ever reported.</param>
public sealed record TimeSplit(BinRange Train, BinRange Validation, BinRange Test)
{
    /// <summary>The published split of ETTh: 12, 4 and 4 months of 30 days; later hours stay unused.</summary>
    public static TimeSplit EttHourly { get; } = OfLengths(8640, 2880, 2880);

    /// <summary>The published split of ETTm: the same months in quarter hours.</summary>
    public static TimeSplit EttMinutely { get; } = OfLengths(34560, 11520, 11520);

    /// <summary>Splits by share of the bins; train and test are rounded down and validation takes the rest.</summary>
    /// <param name="bins">All bins.</param>
    /// <param name="train">The share of train.</param>
    /// <param name="validation">The share of validation.</param>
    /// <param name="test">The share of test.</param>
    /// <param name="purgeBins">See <see cref="Purge"/>; none by default.</param>
    /// <returns>Three ranges that cover all bins but the purged ones.</returns>
    /// <exception cref="ArgumentException">A share is not positive, or they do not add up to 1.</exception>
    public static TimeSplit ByShare(int bins, double train = 0.7, double validation = 0.1, double test = 0.2, int purgeBins = 0)
    {
        if (!(train > 0 && validation > 0 && test > 0) || Math.Abs(train + validation + test - 1) > 1e-6)
        {
            throw new ArgumentException($"Shares {train}, {validation}, {test}: each must be above 0 and their sum 1.", nameof(train));
        }

        // 0.7 * 10 is 7.000000000000001 in one place and 6.999999999999999 in another: a share of a whole bin is that bin.
        int trainBins = (int)Math.Floor((bins * train) + 1e-6);
        int testBins = (int)Math.Floor((bins * test) + 1e-6);
        return OfLengths(trainBins, bins - trainBins - testBins, testBins).Purge(purgeBins);
    }

    /// <summary>Leaves a gap at the end of train and of validation, so that no target there is close to a later range.</summary>
    /// <param name="bins">The bins to leave out at both borders; 0 leaves the split as it is.</param>
    /// <returns>The narrowed split; test is unchanged.</returns>
    /// <exception cref="ArgumentException">Nothing of a range would be left.</exception>
    public TimeSplit Purge(int bins)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(bins);
        if (bins > 0 && bins >= Math.Min(Train.Length, Validation.Length))
        {
            throw new ArgumentException(
                $"A purge gap of {bins} bins leaves nothing of train {Train} or validation {Validation}.", nameof(bins));
        }

        return this with
        {
            Train = Train with { End = Train.End - bins },
            Validation = Validation with { End = Validation.End - bins },
        };
    }

    static TimeSplit OfLengths(int train, int validation, int test) => new(
        new BinRange(0, train),
        new BinRange(train, train + validation),
        new BinRange(train + validation, train + validation + test));
}
