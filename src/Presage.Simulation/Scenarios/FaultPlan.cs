using Presage.Simulation.Draws;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>Plans faults by chance: every kind before any comes again, sudden and gradual, a few of them overlapping.</summary>
public static class FaultPlan
{
    const uint Purpose = 7000;
    const double LeadShare = 0.15;
    const double OverlapShare = 0.25;
    static readonly TimeSpan Least = TimeSpan.FromMinutes(10);
    static readonly TimeSpan Most = TimeSpan.FromMinutes(40);

    /// <summary>Plans faults for a scenario; the same options and number give the same plan.</summary>
    /// <param name="options">The scenario; its faults are not looked at.</param>
    /// <param name="count">How many, 0 or more.</param>
    /// <returns>In the order of their start. The first 15 % of the time are free of faults.</returns>
    /// <exception cref="TopologyException">The scenario is not possible.</exception>
    public static IReadOnlyList<Fault> Create(SimulationOptions options, int count)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        options.Validate();
        var draws = new DrawSequence(Draw.Bits((ulong)options.Seed, Purpose));
        var kinds = new List<FaultKind>();
        var faults = new List<Fault>();
        var free = options.Duration * (1 - LeadShare);
        for (int index = 0; index < count; index++)
        {
            if (kinds.Count == 0)
            {
                kinds.AddRange(Enum.GetValues<FaultKind>().Where(kind => TargetsOf(kind, options).Length > 0));
            }

            var kind = Take(kinds, ref draws);
            var targets = TargetsOf(kind, options);
            var slot = free / count;
            var start = (options.Duration * LeadShare) + (slot * (index + (0.4 * draws.Uniform())));
            bool overlaps = index > 0 && draws.Uniform() < OverlapShare;
            start = overlaps ? Between(faults[^1].Start, faults[^1].End, draws.Uniform()) : start;
            var length = Between(Least, Most, draws.Uniform());
            length = length > slot * 0.5 ? slot * 0.5 : length;
            faults.Add(new Fault
            {
                Kind = kind,
                Target = targets[(int)(draws.Uniform() * targets.Length)],
                Start = WholeSeconds(start),
                End = WholeSeconds(start + length) + TimeSpan.FromSeconds(1),
                Severity = Math.Round(0.3 + (0.6 * draws.Uniform()), 2),
                Onset = draws.Uniform() < 0.4 ? FaultOnset.Gradual : FaultOnset.Sudden,
            });
        }

        return [.. faults.OrderBy(fault => fault.Start)];
    }

    static FaultKind Take(List<FaultKind> kinds, ref DrawSequence draws)
    {
        int index = (int)(draws.Uniform() * kinds.Count);
        var kind = kinds[index];
        kinds.RemoveAt(index);
        return kind;
    }

    // Where a fault of the kind shows: crashes and new versions happen to the shop's own programs.
    static string[] TargetsOf(FaultKind kind, SimulationOptions options)
    {
        var topology = options.Topology;
        var programs = topology.Services.Where(service => service.Kind == ServiceKind.Service).Select(service => service.Name);
        return kind switch
        {
            FaultKind.NetworkDelay or FaultKind.NetworkLoss => [.. EdgeNames.Of(options).Select(edge => EdgeNames.Text(edge.Caller, edge.Callee))],
            FaultKind.TrafficSurge => [.. topology.Entries.Select(entry => entry.Key)],
            FaultKind.NoisyNeighbour => [.. Enumerable.Range(0, topology.Hosts).Select(HostNames.Text)],
            FaultKind.SlowDependency or FaultKind.CpuContention or FaultKind.ErrorReturns => [.. topology.Services.Select(service => service.Name)],
            _ => [.. programs],
        };
    }

    static TimeSpan Between(TimeSpan low, TimeSpan high, double share) => low + ((high - low) * share);

    static TimeSpan WholeSeconds(TimeSpan time) => TimeSpan.FromSeconds(Math.Floor(time.TotalSeconds));
}
