using Presage.Simulation.Draws;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>A machine that pods run on.</summary>
sealed class Host
{
    public required string Name { get; init; }

    /// <summary>How far its clock is ahead, in nanoseconds.</summary>
    public required long SkewNs { get; init; }

    public double Cores { get; set; }

    /// <summary>The share of its processor that a program of somebody else takes.</summary>
    public double StolenShare { get; set; }

    // Its integral over time, now and at the start of the bin.
    double _stolenNs;
    double _binStolenNs;
    long _touchedNs;

    /// <summary>Processors in use in the present bin.</summary>
    public double UsedCores { get; set; }

    /// <summary>The share of its processors in use, [0, 1].</summary>
    public double Cpu => Math.Min(1, UsedCores / Cores);

    /// <summary>Brings the integral up to a time; to be called before <see cref="StolenShare"/> changes and at the end of a bin.</summary>
    public void Touch(long nowNs)
    {
        _stolenNs += StolenShare * (nowNs - _touchedNs);
        _touchedNs = nowNs;
    }

    /// <summary>What was stolen since the bin began, as a share of its length.</summary>
    public double BinStolenShare(long stepNs) => (_stolenNs - _binStolenNs) / stepNs;

    public void BeginBin() => _binStolenNs = _stolenNs;

    public static Host[] Create(int count, double skewMs, ulong seed) =>
    [
        .. Enumerable.Range(0, count).Select(index => new Host
        {
            Name = HostNames.Text(index),
            SkewNs = (long)(skewMs * 1e6 * NormalQuantile.Of(Draw.Uniform(seed, (uint)index))),
        }),
    ];
}
