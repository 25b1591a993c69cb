namespace Presage.Models.WhatIf;

/// <summary>The responses of all metrics of one service.</summary>
/// <param name="service">The service.</param>
/// <param name="drivers">The loads its metrics may follow; its own is the first.</param>
/// <param name="roles">[metric].</param>
/// <param name="stepSeconds">The width of a step; NaN where loads are not counted by the second.</param>
sealed class ServiceResponses(ServiceView service, IReadOnlyList<LoadDriver> drivers, MetricRole[] roles, double stepSeconds)
{
    const double HighQuantile = 0.995;

    QueueFit? _latency;

    /// <summary>Whether any load changes that the service's metrics could follow.</summary>
    public bool IsChanged => drivers.Any(driver => driver.IsChanged);

    /// <summary>The response of a metric.</summary>
    public IMetricResponse Of(int metric)
    {
        double[] history = service.History(metric);
        var own = drivers.Take(1 + service.PerInstance.Count).ToArray();
        return roles[metric] switch
        {
            MetricRole.Load => new LoadResponse(service.Factor, history),
            MetricRole.Latency => new QueueResponse(QueueFit.Create(drivers, history, isBacklog: false), drivers, 1, stepSeconds),
            MetricRole.InFlight => new QueueResponse(QueueFit.Create(drivers, PerRequest(history), isBacklog: false), drivers, service.Factor, stepSeconds),
            MetricRole.Backlog => new QueueResponse(QueueFit.Create(drivers, PerRequest(history), isBacklog: true), drivers, service.Factor, stepSeconds),
            MetricRole.Utilisation => new LinearResponse(own, history, isRising: true, ServiceView.CeilingOf(history)),
            MetricRole.Instances when service.Instances is { } instances => new InstanceResponse(instances),
            MetricRole.Errors => Errors(history),
            _ => new LinearResponse([drivers[0]], history, isRising: false, double.PositiveInfinity),
        };
    }

    /// <summary>How far the changed load lies from what was seen.</summary>
    public LoadReach Reach()
    {
        double[] seen = [.. service.Load.Where(double.IsFinite).Order()];
        double highest = seen.Length > 0 ? seen[(int)(HighQuantile * (seen.Length - 1))] : 0;
        double changed = service.Changed.Average();
        double[] reserves = IsChanged ? [.. Latency().Members.Select(member => member.Capacity / drivers[member.Driver].Changed.Average()).Order()] : [];
        return new LoadReach(
            service.Name,
            service.Factor,
            service.Usual.Average(),
            changed,
            highest,
            reserves.Length > 0 && double.IsFinite(reserves[reserves.Length / 2]) ? reserves[reserves.Length / 2] * changed : null,
            reserves.Length > 0 ? reserves.Count(reserve => reserve < 1) / (double)reserves.Length : 0);
    }

    QueueFit Latency()
    {
        int metric = service.Find(MetricRole.Latency);
        return _latency ??= QueueFit.Create(
            drivers, metric >= 0 ? service.History(metric) : Enumerable.Repeat(double.NaN, service.Load.Length).ToArray(), isBacklog: false);
    }

    ErrorResponse Errors(double[] history)
    {
        // Counted as failures are, where there is such a metric: a load may be a rate.
        int[] counts = [.. Enumerable.Range(0, roles.Length).Where(metric => roles[metric] == MetricRole.Load && !MetricRoles.IsPerSecond(service.Series[metric].Metric))];
        int metric = counts.Length > 0 ? counts[0] : -1;
        double[] usual = metric < 0 ? service.Usual : [.. service.Series[metric].Point.Select(one => Math.Max(0.0, one))];
        return new ErrorResponse(Latency(), drivers, service.Factor, history, metric < 0 ? service.Load : service.History(metric), usual);
    }

    double[] PerRequest(double[] history)
    {
        double[] values = [.. history.Zip(service.Load, (value, load) => load > 0 ? value / load : double.NaN)];
        double least = values.Where(value => value > 0).DefaultIfEmpty(0).Order().ElementAt(values.Count(value => value > 0) / 100);
        return Array.ConvertAll(values, value => double.IsFinite(value) ? Math.Max(value, least) : double.NaN);
    }
}
