using Presage.Simulation.Draws;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <summary>Draws service times of one distribution; its constants are worked out once.</summary>
readonly struct TimeSampler
{
    const double NsPerMs = 1e6;

    readonly ServiceTimeKind _kind;
    readonly int _phases;
    readonly double _scale; // ns: mean, mean of a phase, median or least
    readonly double _shape;
    readonly double _cut;

    public TimeSampler(ServiceTime time)
    {
        _kind = time.Kind;
        _scale = time.MeanMs * NsPerMs;
        _shape = time.Shape;
        switch (time.Kind)
        {
            case ServiceTimeKind.Erlang:
                _phases = (int)time.Shape;
                _scale /= _phases;
                break;
            case ServiceTimeKind.LogNormal:
                _scale *= Math.Exp(-time.Shape * time.Shape / 2);
                break;
            case ServiceTimeKind.Pareto:
                double most = time.MostMs * NsPerMs;
                _scale = LeastFor(_scale, time.Shape, most);
                _cut = 1 - Math.Pow(_scale / most, time.Shape);
                break;
        }
    }

    /// <summary>A time in nanoseconds.</summary>
    /// <param name="seed">Of the request.</param>
    /// <param name="purpose">The first of <see cref="ServiceTime.MostPhases"/> purposes that are this step's own.</param>
    public double Sample(ulong seed, uint purpose) => _kind switch
    {
        ServiceTimeKind.Exponential => _scale * Draw.Exponential(seed, purpose),
        ServiceTimeKind.LogNormal => _scale * Math.Exp(_shape * NormalQuantile.Of(Draw.Uniform(seed, purpose))),
        ServiceTimeKind.Erlang => _scale * Phases(seed, purpose),
        ServiceTimeKind.Pareto => _scale * Math.Pow(1 - (_cut * Draw.Uniform(seed, purpose)), -1 / _shape),
        _ => _scale,
    };

    // The logarithm of a product is the sum of the phases, with one logarithm for all; 16 factors cannot underflow.
    double Phases(ulong seed, uint purpose)
    {
        double product = 1;
        for (uint phase = 0; phase < _phases; phase++)
        {
            product *= Draw.Uniform(seed, purpose + phase);
        }

        return -Math.Log(product);
    }

    /// <summary>The least value of a Pareto distribution cut off at <paramref name="most"/> that has the wanted mean.</summary>
    static double LeastFor(double mean, double exponent, double most)
    {
        double low = mean * 1e-12;
        double high = mean;
        for (int halving = 0; halving < 200; halving++)
        {
            double middle = Math.Sqrt(low * high);
            if (MeanOf(middle, exponent, most) < mean)
            {
                low = middle;
            }
            else
            {
                high = middle;
            }
        }

        return high;
    }

    static double MeanOf(double least, double exponent, double most)
    {
        double kept = 1 - Math.Pow(least / most, exponent);
        return exponent / (exponent - 1) * (least - (Math.Pow(least / most, exponent) * most)) / kept;
    }
}
