namespace Presage.Models.WhatIf;

/// <summary>Metrics that follow a load by a straight line: processors, instances, memory, anything unknown.</summary>
sealed class LinearResponse : IMetricResponse
{
    const int Kept = 30;
    const double Node = 1.2247; // three slopes of equal weight with the error's deviation

    readonly IReadOnlyList<LoadDriver> _drivers;
    readonly bool _isRising;
    readonly double _ceiling;
    readonly List<(int Driver, double Slope, LinearFit Fit)> _members = [];

    /// <param name="drivers">The loads it may follow.</param>
    /// <param name="values">[bin] of the metric.</param>
    /// <param name="isRising">Whether it follows the load for certain and cannot fall with it.</param>
    /// <param name="ceiling">What it cannot exceed; infinity where there is no such thing.</param>
    public LinearResponse(IReadOnlyList<LoadDriver> drivers, double[] values, bool isRising, double ceiling)
    {
        (_drivers, _isRising, _ceiling) = (drivers, isRising, ceiling);
        var fits = drivers.Select(driver => LinearFit.Create(driver.History, values, isRising)).ToArray();
        double[] scores = [.. fits.Zip(drivers, (fit, driver) =>
            fit is null ? double.NegativeInfinity : Math.Log(driver.Chance) - (fit.Bins * Math.Log(fit.Misfit + 1e-9)))];
        double top = scores.Max();
        double total = scores.Sum(score => Math.Exp(score - top));
        for (int driver = 0; driver < fits.Length && double.IsFinite(top); driver++)
        {
            if (fits[driver] is { } fit)
            {
                Add(driver, fit, (int)Math.Round(Kept * Math.Exp(scores[driver] - top) / total));
            }
        }
    }

    public int Count => Math.Max(1, _members.Count);

    public BandShift At(int member, int step, double point)
    {
        if (_members.Count == 0)
        {
            return new BandShift(point, 1, 1);
        }

        var (index, slope, fit) = _members[member];
        var driver = _drivers[index];
        var (lower, upper) = driver.ChangedBand(step);
        double change = slope * (driver.Changed[step] - driver.Usual[step]);
        double moved = change > 0 ? Math.Max(point, Math.Min(_ceiling, point + change)) : point + change;
        double noise = Math.Min(Math.Abs(moved - point) / 2, fit.ScatterAt(driver.Changed[step]));
        double up = Width(fit, slope, driver.Changed[step], upper) / Width(fit, slope, driver.Usual[step], driver.Upper[step]);
        double down = Width(fit, slope, driver.Changed[step], lower) / Width(fit, slope, driver.Usual[step], driver.Lower[step]);
        return _isRising
            ? new BandShift(moved, down, up, noise, Ceiling: _ceiling)
            : new BandShift(moved, Math.Max(1, down), Math.Max(1, up), noise);
    }

    void Add(int driver, LinearFit fit, int copies)
    {
        int following = _isRising ? copies : (int)Math.Round(copies / (1 + Math.Exp(-fit.Advantage)));
        for (int copy = 0; copy < copies; copy++)
        {
            double slope = copy < following ? fit.Slope + (((copy % 3) - 1) * Node * fit.SlopeError) : 0;
            _members.Add((driver, _isRising ? Math.Max(0, slope) : slope, fit));
        }
    }

    static double Width(LinearFit fit, double slope, double load, double end)
    {
        double scatter = fit.ScatterAt(load), reach = slope * (end - load);
        return Math.Sqrt((scatter * scatter) + (reach * reach)) + 1e-12;
    }
}
