namespace Presage.Models.WhatIf;

/// <summary>Latencies, and what is a latency times the load: requests in a service and in its queue.</summary>
/// <param name="fit">What the history says.</param>
/// <param name="drivers">The loads the fit refers to.</param>
/// <param name="factor">The service's own factor where the metric is a latency times its load; 1 for a latency.</param>
/// <param name="stepSeconds">The width of a step; NaN where loads are not counted by the second.</param>
sealed class QueueResponse(QueueFit fit, IReadOnlyList<LoadDriver> drivers, double factor, double stepSeconds) : IMetricResponse
{
    public int Count => Math.Max(1, fit.Members.Count);

    public BandShift At(int member, int step, double point)
    {
        if (fit.Members.Count == 0)
        {
            return new BandShift(point * factor, factor, factor);
        }

        var response = fit.Members[member];
        var driver = drivers[response.Driver];
        double usual = response.At(driver.Usual[step]);
        double changed = response.After(driver.Usual[step], driver.Changed[step], (step + 0.5) * stepSeconds);
        double ratio = changed / usual * factor;
        var (lower, upper) = driver.ChangedBand(step);
        double level = response.At(driver.Changed[step]);
        double up = Width(level, response.At(upper)) / Width(usual, response.At(driver.Upper[step]));
        double down = Width(level, response.At(lower)) / Width(usual, response.At(driver.Lower[step]));
        return new BandShift(point * ratio, ratio * down, ratio * up, IsPositive: point > 0);
    }

    // Relative: what single bins scatter, and what the load's own band makes of it.
    double Width(double level, double end)
    {
        double scatter = fit.ScatterAt(level);
        double slope = Math.Log(end / level);
        return Math.Sqrt((scatter * scatter) + (slope * slope));
    }
}
