namespace Presage.Models.WhatIf;

/// <summary>One forecast with bands from several, each given by the quantiles it has at the same standard scores.</summary>
static class BandMixture
{
    // To a ten-thousandth of how far members disagree.
    const int Halvings = 13;

    /// <summary>The quantiles of the mixture, at the same scores.</summary>
    /// <param name="knots">[member][score], rising in each member.</param>
    /// <param name="scores">Standard normal, rising, with 0 in the middle.</param>
    /// <returns>[score], rising.</returns>
    public static double[] Quantiles(IReadOnlyList<double[]> knots, double[] scores)
    {
        var quantiles = new double[scores.Length];
        for (int place = 0; place < scores.Length; place++)
        {
            double wanted = NormalDistribution.Probability(scores[place]);
            double low = knots.Min(one => one[place]), high = knots.Max(one => one[place]);
            for (int halving = 0; halving < Halvings && low < high; halving++)
            {
                double middle = low + ((high - low) / 2);
                (low, high) = Below(knots, scores, middle) < wanted ? (middle, high) : (low, middle);
            }

            quantiles[place] = Math.Max(low + ((high - low) / 2), place > 0 ? quantiles[place - 1] : double.NegativeInfinity);
        }

        return quantiles;
    }

    static double Below(IReadOnlyList<double[]> knots, double[] scores, double value)
    {
        double sum = 0;
        foreach (double[] one in knots)
        {
            sum += NormalDistribution.Probability(ScoreOf(one, scores, value));
        }

        return sum / knots.Count;
    }

    // Between knots, scores grow in proportion; beyond the last one as before it.
    static double ScoreOf(double[] knots, double[] scores, double value)
    {
        int place = 1;
        while (place < knots.Length - 1 && knots[place] < value)
        {
            place++;
        }

        double width = knots[place] - knots[place - 1];
        return width > 0 ? scores[place - 1] + ((value - knots[place - 1]) / width * (scores[place] - scores[place - 1]))
            : value < knots[place] ? double.NegativeInfinity
            : double.PositiveInfinity;
    }
}
