using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.WhatIf;

/// <summary>One service as the what-if forecast sees it: its history, its usual forecasts, its loads.</summary>
sealed class ServiceView
{
    const double ClearSlope = 4;     // in standard errors

    readonly Frame _history;
    readonly MetricRole[] _roles;
    readonly int _entity;
    readonly int _load;

    /// <param name="history">In own units.</param>
    /// <param name="roles">[metric].</param>
    /// <param name="load">Which metric is the load.</param>
    /// <param name="entity">Which service.</param>
    /// <param name="series">Its usual forecasts, [metric].</param>
    /// <param name="factor">How many times its usual load it gets.</param>
    public ServiceView(Frame history, MetricRole[] roles, int load, int entity, IReadOnlyList<SeriesForecast> series, double factor)
    {
        (_history, _roles, _load, _entity, Series, Factor) = (history, roles, load, entity, series, factor);
        Load = History(load);
        Usual = Positive(series[load].Point);
        Changed = [.. Usual.Select(one => one * factor)];
        Instances = InstancePaths.Create(this, history.StepMs / 1000.0);
        Own = new LoadDriver(Load, Usual, Positive(series[load].Bands[0].Lower), Positive(series[load].Bands[0].Upper), Changed, CapacityOf(Load), 1);
        PerInstance = [.. Instances?.Changed.Select(path => DriverOf(Instances, path)) ?? []];
    }

    public string Name => _history.Entities[_entity];

    public IReadOnlyList<SeriesForecast> Series { get; }

    public double Factor { get; }

    /// <summary>[bin].</summary>
    public double[] Load { get; }

    /// <summary>[H].</summary>
    public double[] Usual { get; }

    /// <summary>[H].</summary>
    public double[] Changed { get; }

    public LoadDriver Own { get; }

    /// <summary>How the instances may follow; null where their number hardly varies or is not known.</summary>
    public InstancePaths? Instances { get; }

    /// <summary>The load of an instance, once for each of the paths the instances may take.</summary>
    public IReadOnlyList<LoadDriver> PerInstance { get; }

    /// <summary>The loads that say most about others that call this service; each has an equal chance.</summary>
    public IReadOnlyList<LoadDriver> Main => PerInstance.Count > 0 ? PerInstance : [Own];

    public double[] History(int metric)
    {
        var values = _history.Values(_entity, metric);
        var doubles = new double[values.Length];
        for (int bin = 0; bin < doubles.Length; bin++)
        {
            doubles[bin] = values[bin];
        }

        return doubles;
    }

    /// <summary>The first metric with a role; -1 where there is none.</summary>
    public int Find(MetricRole role) => Array.IndexOf(_roles, role);

    /// <summary>What a share of capacity cannot exceed: 1, or 100 where it is in percent.</summary>
    public static double CeilingOf(double[] values) => values.Where(double.IsFinite).DefaultIfEmpty(0).Max() > 1.5 ? 100 : 1;

    LoadDriver DriverOf(InstancePaths instances, double[] path) => new(
        instances.LoadHistory,
        Over(Usual, instances.Usual),
        Over(Positive(Series[_load].Bands[0].Lower), instances.Usual),
        Over(Positive(Series[_load].Bands[0].Upper), instances.Usual),
        Over(Changed, path),
        CapacityOf(instances.LoadHistory),
        1);

    // Where the line of the processors' use meets all of them.
    double CapacityOf(double[] loads)
    {
        int metric = Find(MetricRole.Utilisation);
        if (metric < 0)
        {
            return double.NaN;
        }

        double[] values = History(metric);
        return LinearFit.Create(loads, values, isRising: true) is { } fit && fit.Slope > ClearSlope * fit.SlopeError
            ? Math.Max(0, CeilingOf(values) - fit.Level) / fit.Slope
            : double.NaN;
    }

    static double[] Over(double[] values, double[] divisors) => [.. values.Zip(divisors, (value, divisor) => value / divisor)];

    static double[] Positive(float[] values) => Array.ConvertAll(values, value => double.IsFinite(value) ? Math.Max(0.0, value) : 0);
}
