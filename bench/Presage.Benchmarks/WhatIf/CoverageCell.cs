using Presage.Models.Artefacts;

namespace Presage.Benchmarks.WhatIf;

/// <summary>How one way of answering fared at one metric and one load.</summary>
sealed class CoverageCell
{
    readonly List<double> _widths = [];
    readonly List<double> _scores = [];
    int _inside80;
    int _inside95;
    int _covered;
    int _series;

    /// <summary>Counts one service at one question.</summary>
    /// <param name="forecast">What was said.</param>
    /// <param name="scale">A factor on all that was said.</param>
    /// <param name="truth">[H]: what came; NaN where nothing was observed.</param>
    /// <param name="unit">[H]: in what widths are counted.</param>
    public void Add(SeriesForecast forecast, double scale, ReadOnlySpan<float> truth, ReadOnlySpan<float> unit)
    {
        int inside = 0, observed = 0;
        for (int step = 0; step < PulsedShop.Horizon; step++)
        {
            if (float.IsNaN(truth[step]))
            {
                continue;
            }

            observed++;
            double lower = forecast.Bands[0].Lower[step] * scale, upper = forecast.Bands[0].Upper[step] * scale;
            double outside = Math.Max(0, Math.Max(lower - truth[step], truth[step] - upper));
            double width = upper - lower;
            inside += outside <= Slack(truth[step]) ? 1 : 0;
            _inside95 += truth[step] >= (forecast.Bands[1].Lower[step] * scale) - Slack(truth[step])
                && truth[step] <= (forecast.Bands[1].Upper[step] * scale) + Slack(truth[step]) ? 1 : 0;
            if (unit[step] > 0)
            {
                _widths.Add(width / unit[step]);
                _scores.Add((width + (10 * outside)) / unit[step]);
            }
        }

        if (observed > 0)
        {
            _inside80 += inside;
            _covered += 2 * inside >= observed ? 1 : 0;
            _series++;
            Outcomes += observed;
        }
    }

    /// <summary>How many outcomes were looked at.</summary>
    public int Outcomes { get; private set; }

    /// <summary>The share of outcomes inside the 80 % band.</summary>
    public double Inside80 => (double)_inside80 / Outcomes;

    /// <summary>The share of outcomes inside the 95 % band.</summary>
    public double Inside95 => (double)_inside95 / Outcomes;

    /// <summary>The share of services, question by question, with half of their outcomes or more inside the 80 % band.</summary>
    public double Covered => (double)_covered / _series;

    /// <summary>The median width of the 80 % band, as a share of the usual forecast.</summary>
    public double Width => Median(_widths);

    /// <summary>The median interval score of the 80 % band, as a share of the usual forecast.</summary>
    public double Score => Median(_scores);

    // A sum of float32 numbers that is 0 in truth may not be in the file.
    static double Slack(float truth) => 1e-6 * Math.Max(1, Math.Abs(truth));

    static double Median(List<double> values) => values.Count > 0 ? values.Order().ElementAt(values.Count / 2) : double.NaN;
}
