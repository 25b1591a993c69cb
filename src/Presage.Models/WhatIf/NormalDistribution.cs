namespace Presage.Models.WhatIf;

/// <summary>The standard normal distribution.</summary>
static class NormalDistribution
{
    /// <summary>The chance of a value below a score; to 1.5e-7 (Abramowitz and Stegun 1964, 7.1.26).</summary>
    public static double Probability(double score)
    {
        double distance = Math.Abs(score) / Math.Sqrt(2);
        double t = 1 / (1 + (0.3275911 * distance));
        double tail = ((((((((1.061405429 * t) - 1.453152027) * t) + 1.421413741) * t) - 0.284496736) * t) + 0.254829592) * t * Math.Exp(-distance * distance) / 2;
        return score > 0 ? 1 - tail : tail;
    }

    /// <summary>The score that a value stays below with a chance.</summary>
    /// <param name="probability">Above 0 and below 1.</param>
    public static double Score(double probability)
    {
        double low = -40, high = 40;
        for (int halving = 0; halving < 100; halving++)
        {
            double middle = (low + high) / 2;
            (low, high) = Probability(middle) < probability ? (middle, high) : (low, middle);
        }

        return (low + high) / 2;
    }
}
