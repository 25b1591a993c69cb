using Presage.Models.Artefacts;

namespace Presage.Models.WhatIf;

/// <summary>Moves a forecast and its bands by a response.</summary>
static class ForecastShift
{
    /// <summary>The forecast under the changed load.</summary>
    /// <param name="usual">The usual one.</param>
    /// <param name="response">How its metric responds.</param>
    public static SeriesForecast Apply(SeriesForecast usual, IMetricResponse response)
    {
        int levels = usual.Bands.Count;
        double[] upper = [.. usual.Bands.Select(band => NormalDistribution.Score((1 + band.Level) / 2))];
        double[] scores = [.. upper.Reverse().Select(score => -score), 0, .. upper];
        var point = new float[usual.Point.Length];
        var bands = usual.Bands.Select(band => band with { Lower = new float[point.Length], Upper = new float[point.Length] }).ToArray();
        var knots = Enumerable.Range(0, response.Count).Select(_ => new double[scores.Length]).ToArray();
        for (int step = 0; step < point.Length; step++)
        {
            double[] ends = Ends(usual, step);
            for (int member = 0; member < knots.Length; member++)
            {
                var shift = response.At(member, step, usual.Point[step]);
                double least = double.NegativeInfinity;
                for (int place = 0; place < scores.Length; place++)
                {
                    least = Math.Max(least, shift.Move(ends[place], usual.Point[step], scores[place]));
                    knots[member][place] = least;
                }
            }

            double[] moved = BandMixture.Quantiles(knots, scores);
            point[step] = (float)moved[levels];
            for (int level = 0; level < levels; level++)
            {
                bands[level].Lower[step] = (float)moved[levels - 1 - level];
                bands[level].Upper[step] = (float)moved[levels + 1 + level];
            }
        }

        return usual with { Point = point, Bands = bands };
    }

    // The widest band's lower end first, the point in the middle.
    static double[] Ends(SeriesForecast usual, int step) =>
    [
        .. usual.Bands.Reverse().Select(band => (double)band.Lower[step]),
        usual.Point[step],
        .. usual.Bands.Select(band => (double)band.Upper[step]),
    ];
}
