namespace Presage.Models.WhatIf;

/// <summary>Loads themselves: they have their factor, and scatter as loads of their size do.</summary>
sealed class LoadResponse : IMetricResponse
{
    readonly double _factor;
    readonly double _scatter;

    /// <param name="factor">The service's factor.</param>
    /// <param name="history">[bin] of the metric.</param>
    public LoadResponse(double factor, ReadOnlySpan<double> history)
    {
        _factor = factor;
        _scatter = factor > 0 ? Math.Pow(factor, ScatterPower(history)) : 0;
    }

    public int Count => 1;

    public BandShift At(int member, int step, double point) => new(point * _factor, _scatter, _scatter);

    // How quick movements grow with the load: by its root where requests come singly, in proportion where they come in waves.
    static double ScatterPower(ReadOnlySpan<double> history)
    {
        const double Doubt = 0.25;
        var around = new double[Math.Max(0, history.Length - 2)];
        var moves = new double[around.Length];
        for (int bin = 0; bin < around.Length; bin++)
        {
            around[bin] = (history[bin] + history[bin + 2]) / 2;
            moves[bin] = history[bin + 1] - around[bin];
        }

        var groups = LoadGroups.Create(around, moves, 1);
        double[] levels = [.. groups.Loads.Select(load => Math.Log(Math.Max(1e-9, load)))];
        double[] scatters = [.. groups.Spreads.Select(spread => Math.Log(Math.Max(1e-9, spread)))];
        if (levels.Length < 2 || groups.Spreads.Any(spread => spread <= 0))
        {
            return 1;
        }

        double level = levels.Average(), scatter = scatters.Average();
        double square = levels.Sum(one => (one - level) * (one - level));
        double cross = levels.Zip(scatters, (one, other) => (one - level) * (other - scatter)).Sum();
        double prior = 0.04 / (Doubt * Doubt);
        return Math.Clamp((cross + prior) / (square + prior), 0.5, 1);
    }
}
