namespace Presage.Models.WhatIf;

/// <summary>How the number of instances of a service may follow a change of its load.</summary>
/// <remarks>
/// Where instances varied with the load, a straight line says how many a load calls for; scalers look and start in minutes, round
/// up, and are slow to stop what they started. Three paths stand for that: late and few, as the line says, early and many.
/// </remarks>
sealed class InstancePaths
{
    const double LeastScaling = 1.3; // numbers that vary less share no load in a way that could be seen
    const double Node = 1.2247;      // three paths of equal weight with the misfit's deviation
    const double ToDeviation = 1.25; // from the mean distance of a normal distribution

    static readonly (double Seconds, double Offset)[] Paths = [(240, -Node), (120, 0), (60, Node)];

    InstancePaths(double[] loadHistory, double[] usual, double[][] changed, double misfit)
    {
        (LoadHistory, Usual, Changed, Misfit) = (loadHistory, usual, changed, misfit);
    }

    /// <summary>[bin]: the load of an instance.</summary>
    public double[] LoadHistory { get; }

    /// <summary>[H]: how many are forecast.</summary>
    public double[] Usual { get; }

    /// <summary>[path][H]: how many there would be.</summary>
    public double[][] Changed { get; }

    /// <summary>How far numbers lie from the line on average.</summary>
    public double Misfit { get; }

    /// <summary>Finds the paths; null where instances are not known or hardly vary.</summary>
    /// <param name="service">Its loads and history.</param>
    /// <param name="stepSeconds">The width of a step.</param>
    public static InstancePaths? Create(ServiceView service, double stepSeconds)
    {
        int metric = service.Find(MetricRole.Instances);
        if (metric < 0)
        {
            return null;
        }

        double[] instances = Array.ConvertAll(service.History(metric), one => one > 0 ? one : double.NaN);
        double[] known = [.. instances.Where(double.IsFinite)];
        if (known.Length == 0 || known.Max() < LeastScaling * known.Min() || LinearFit.Create(service.Load, instances, isRising: true) is not { } fit)
        {
            return null;
        }

        double least = known.Min();
        double[] usual = [.. service.Series[metric].Point.Select(one => Math.Max(least, one))];
        double spread = ToDeviation * fit.Misfit;
        var changed = Paths.Select(path => usual.Select((one, step) =>
        {
            double called = fit.Slope * (service.Changed[step] - service.Usual[step]);
            double offset = path.Offset * Math.Min(Math.Abs(called), spread);
            return Math.Max(least, one + ((called + offset) * Math.Min(1, (step + 0.5) * stepSeconds / path.Seconds)));
        }).ToArray()).ToArray();
        return new InstancePaths([.. service.Load.Zip(instances, (load, count) => load / count)], usual, changed, fit.Misfit);
    }
}
