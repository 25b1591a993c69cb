namespace Presage.Models.WhatIf;

/// <summary>By how much neighbouring bins repeat each other, so that n of them say as much as n / persistence single ones.</summary>
static class Persistence
{
    const double Most = 50;

    /// <summary>(1 + r) / (1 - r) with r the correlation of neighbours; 1 or more.</summary>
    /// <param name="rests">What a model leaves unexplained, bin by bin; NaN where nothing was observed.</param>
    public static double Of(IEnumerable<double> rests)
    {
        double product = 0, square = 0, previous = double.NaN;
        foreach (double rest in rests)
        {
            square += double.IsFinite(rest) ? rest * rest : 0;
            product += double.IsFinite(rest) && double.IsFinite(previous) ? rest * previous : 0;
            previous = rest;
        }

        double correlation = square > 0 ? Math.Clamp(product / square, 0, 0.99) : 0;
        return Math.Min(Most, (1 + correlation) / (1 - correlation));
    }
}
