namespace Presage.Models.Evaluation;

/// <summary>The paired block bootstrap: how sure a difference of two mean errors is.</summary>
static class BlockBootstrap
{
    public const int Resamples = 4000;

    /// <summary>Draws blocks with replacement and looks at how the difference of means spreads.</summary>
    /// <param name="differences">[block]: the sum of error differences in it.</param>
    /// <param name="points">[block]: how many points the sum is over.</param>
    /// <param name="seed">Decides the draws.</param>
    /// <returns>
    /// The difference, its 95 % percentile interval, and the two-sided p-value: twice the smaller share of resamples on
    /// either side of 0, counting the data themselves as one resample. 1 for fewer than two blocks.
    /// </returns>
    public static (double Difference, double Low, double High, double P) Compare(
        ReadOnlySpan<double> differences, ReadOnlySpan<double> points, int seed)
    {
        double difference = Ratio(differences, points);
        if (differences.Length < 2)
        {
            return (difference, difference, difference, 1);
        }

        var random = new Random(seed);
        var means = new double[Resamples];
        int below = 0;
        int above = 0;
        for (int resample = 0; resample < Resamples; resample++)
        {
            double sum = 0;
            double count = 0;
            for (int draw = 0; draw < differences.Length; draw++)
            {
                int block = random.Next(differences.Length);
                sum += differences[block];
                count += points[block];
            }

            means[resample] = count > 0 ? sum / count : 0;
            below += means[resample] <= 0 ? 1 : 0;
            above += means[resample] >= 0 ? 1 : 0;
        }

        Array.Sort(means);
        double p = Math.Min(1, 2.0 * (Math.Min(below, above) + 1) / (Resamples + 1));
        return (difference, means[(int)(0.025 * Resamples)], means[(int)(0.975 * Resamples) - 1], p);
    }

    static double Ratio(ReadOnlySpan<double> sums, ReadOnlySpan<double> counts)
    {
        double sum = 0;
        double count = 0;
        for (int i = 0; i < sums.Length; i++)
        {
            sum += sums[i];
            count += counts[i];
        }

        return count > 0 ? sum / count : 0;
    }
}
