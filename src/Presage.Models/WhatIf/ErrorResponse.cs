namespace Presage.Models.WhatIf;

/// <summary>Failed requests: a share of the load that grows with the wait, and what lies beyond the capacity.</summary>
/// <remarks>
/// Histories seldom hold enough failures to say when they begin; the latency of the same service says more. Every second
/// response of its fit refuses what it cannot serve, the others let it wait.
/// </remarks>
sealed class ErrorResponse : IMetricResponse
{
    const double Persistence = 5;

    readonly QueueFit _fit;
    readonly IReadOnlyList<LoadDriver> _drivers;
    readonly double _factor;
    readonly double[] _requests; // [H], in the unit in which failures are counted
    readonly double _unit;
    readonly double[] _slopes;   // [member]: failures a request, for each time of serving that is waited

    /// <param name="fit">Of the service's latency.</param>
    /// <param name="drivers">The loads the fit refers to.</param>
    /// <param name="factor">The service's own factor.</param>
    /// <param name="errors">[bin].</param>
    /// <param name="requests">[bin], counted as failures are.</param>
    /// <param name="usual">[H]: the usual forecast of the requests.</param>
    public ErrorResponse(QueueFit fit, IReadOnlyList<LoadDriver> drivers, double factor, double[] errors, double[] requests, double[] usual)
    {
        (_fit, _drivers, _factor, _requests) = (fit, drivers, factor, usual);
        _unit = errors.Where(error => error > 0).DefaultIfEmpty(0).Min();
        _slopes = [.. fit.Members.Select(member => Slope(member, drivers[member.Driver].History, errors, requests))];
    }

    public int Count => Math.Max(1, _fit.Members.Count);

    public BandShift At(int member, int step, double point)
    {
        double scatter = Math.Sqrt(_factor);
        if (_fit.Members.Count == 0)
        {
            return new BandShift(point * _factor, scatter, scatter);
        }

        var response = _fit.Members[member];
        var driver = _drivers[response.Driver];
        double share = Share(member, driver.Changed[step]) - Share(member, driver.Usual[step]);
        double added = Math.Max(0, Math.Min(1, share) * _requests[step] * _factor);
        double expected = (point * _factor) + added;
        return new BandShift(expected, scatter, scatter, Math.Sqrt(Math.Max(0, expected - point) * _unit));
    }

    double Share(int member, double load)
    {
        var response = _fit.Members[member];
        double refused = member % 2 == 0 ? Math.Max(0, 1 - (response.Capacity / Math.Max(load, 1e-12))) : 0;
        return refused + (_slopes[member] * QueueShape.Wait(load / response.Capacity, response.Servers, response.Limit));
    }

    // Least squares of a level and a slope of 0 or more; each group weighs by its requests.
    static double Slope(QueueMember member, double[] loads, double[] errors, double[] requests)
    {
        var gram = new double[2, 2];
        var right = new double[2];
        double all = 0, failed = 0;
        for (int bin = 0; bin < errors.Length; bin++)
        {
            if (!double.IsFinite(errors[bin]) || !(requests[bin] > 0) || !double.IsFinite(loads[bin]))
            {
                continue;
            }

            double wait = QueueShape.Wait(loads[bin] / member.Capacity, member.Servers, member.Limit);
            gram[0, 0] += requests[bin];
            gram[0, 1] += requests[bin] * wait;
            gram[1, 1] += requests[bin] * wait * wait;
            right[0] += errors[bin];
            right[1] += errors[bin] * wait;
            all += requests[bin];
            failed += errors[bin];
        }

        gram[1, 0] = gram[0, 1];
        double slope = NonNegativeLeastSquares.Solve(gram, right)[1];
        double clear = all > 0 && gram[1, 1] > 0 ? Math.Sqrt(Persistence * failed / all / gram[1, 1]) : double.PositiveInfinity;
        return slope > 2 * clear ? slope : 0;
    }
}
