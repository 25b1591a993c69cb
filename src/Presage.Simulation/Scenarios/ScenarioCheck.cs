using System.Globalization;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Scenarios;

/// <summary>Checks that a scenario's values are possible and that what it names is in the topology.</summary>
static class ScenarioCheck
{
    public static void Run(SimulationOptions options)
    {
        var topology = options.Topology;
        topology.Validate();
        Require(options.Step >= TimeSpan.FromSeconds(1) && options.Step <= TimeSpan.FromHours(1), "step", $"{options.Step}: must be 1 s to 1 h");
        Require(options.Duration > TimeSpan.Zero && options.Duration <= TimeSpan.FromDays(3660), "duration", $"{options.Duration}: must be above 0 and at most 3660 days");
        Require(options.Duration.Ticks % options.Step.Ticks == 0, "duration", $"{options.Duration}: must be a multiple of the step {options.Step}");
        Between(options.Seed, 0, int.MaxValue, "seed");
        Between(options.Sampling, 0, 1, "sampling");
        Between(options.ClockSkewMs, 0, 60_000, "clockSkewMs");
        CheckLoad(options.Load);
        var entries = topology.Entries.Select(entry => entry.Key).ToHashSet(StringComparer.Ordinal);
        Each(options.LoadChanges, "loadChanges", (change, place) =>
        {
            Require(change.Entry is null || entries.Contains(change.Entry), $"{place}.entry", $"'{change.Entry}': there is {string.Join(", ", entries)}");
            Between(change.Factor, 0, 100, $"{place}.factor");
            Require(change.At >= TimeSpan.Zero, $"{place}.at", $"{change.At}: must not lie before the start");
        });
        Each(options.Faults, "faults", (fault, place) => CheckFault(fault, place, options));
        Each(options.Deployments, "deployments", (deployment, place) =>
        {
            CheckService(topology, deployment.Service, $"{place}.service");
            Require(deployment.At >= TimeSpan.Zero, $"{place}.at", $"{deployment.At}: must not lie before the start");
        });
        var (present, latest) = (topology, TimeSpan.Zero);
        Each(options.Migrations, "migrations", (migration, place) =>
        {
            Require(migration.At >= TimeSpan.Zero, $"{place}.at", $"{migration.At}: must not lie before the start");
            Require(migration.At >= latest, $"{place}.at", $"{migration.At}: must not lie before the migration above it, {latest}");
            latest = migration.At;
            present = CheckMigration(migration, place, present);
        });
    }

    static void CheckLoad(LoadProfile load)
    {
        Between(load.Factor, 0, 1e6, "load.factor");
        Require(load.DailyAmplitude is >= 0 and < 1, "load.dailyAmplitude", $"{Text(load.DailyAmplitude)}: must be 0 or more and below 1");
        Between(load.PeakHour, 0, 24, "load.peakHour");
        Between(load.WeekendFactor, 0.01, 100, "load.weekendFactor");
        Between(load.Wander, 0, 1, "load.wander");
        if (load.Bursts is { } bursts)
        {
            Between(bursts.Factor, 1, 100, "load.bursts.factor");
            Between(bursts.MeanLength.TotalSeconds, 1, 86_400, "load.bursts.meanLength");
            Between(bursts.MeanGap.TotalSeconds, 1, 1e7, "load.bursts.meanGap");
        }

        if (load.Flashes is { } flashes)
        {
            Between(flashes.PerHour, 0, 3600, "load.flashes.perHour");
            Between(flashes.LeastSeconds, 0, 3600, "load.flashes.leastSeconds");
            Between(flashes.Exponent, 1.01, 10, "load.flashes.exponent");
            Between(flashes.Spread.TotalSeconds, 0.1, 3600, "load.flashes.spread");
        }
    }

    static void CheckFault(Fault fault, string place, SimulationOptions options)
    {
        var topology = options.Topology;
        Require(Enum.IsDefined(fault.Kind), $"{place}.kind", $"{fault.Kind}: no kind of fault");
        Require(Enum.IsDefined(fault.Onset), $"{place}.onset", $"{fault.Onset}: neither sudden nor gradual");
        Require(fault.Severity is > 0 and <= 1, $"{place}.severity", $"{Text(fault.Severity)}: must be above 0 and at most 1");
        Require(fault.Start >= TimeSpan.Zero, $"{place}.start", $"{fault.Start}: must not lie before the start");
        Require(fault.End > fault.Start, $"{place}.end", $"{fault.End}: must lie after its start {fault.Start}");
        string target = $"{place}.target";
        switch (fault.Kind)
        {
            case FaultKind.NetworkDelay or FaultKind.NetworkLoss:
                var edges = EdgeNames.Of(options).Select(edge => EdgeNames.Text(edge.Caller, edge.Callee));
                Require(edges.Contains(fault.Target), target, $"'{fault.Target}': no service calls another like that; an edge is written caller->callee");
                break;
            case FaultKind.TrafficSurge:
                var entries = topology.Entries.Select(entry => entry.Key).ToArray();
                Require(entries.Contains(fault.Target), target, $"'{fault.Target}': the entries are {string.Join(", ", entries)}");
                break;
            case FaultKind.NoisyNeighbour:
                Require(HostNames.IndexOf(fault.Target, topology.Hosts) >= 0, target, $"'{fault.Target}': the machines are host-1 to host-{topology.Hosts}");
                break;
            default:
                CheckService(topology, fault.Target, target);
                break;
        }
    }

    // The topology after it, which is what the next one changes.
    static ShopTopology CheckMigration(Migration migration, string place, ShopTopology topology)
    {
        CheckService(topology, migration.Service, $"{place}.service");
        var operation = topology.Services.First(service => service.Name == migration.Service).Operations.FirstOrDefault(one => one.Name == migration.Operation);
        Require(operation is not null, $"{place}.operation", $"'{migration.Operation}': '{migration.Service}' has no such operation");
        Require(
            operation!.Steps.Any(step => step.Calls?.Any(call => call.Service == migration.From) == true),
            $"{place}.from",
            $"'{migration.From}': {migration.Service}/{migration.Operation} does not call it");
        CheckService(topology, migration.To, $"{place}.to");
        Require(
            topology.Services.First(service => service.Name == migration.To).Operations.Any(one => one.Name == migration.ToOperation),
            $"{place}.toOperation",
            $"'{migration.ToOperation}': '{migration.To}' has no such operation");
        try
        {
            var after = MigratedTopology.Apply(topology, migration);
            after.Validate();
            return after;
        }
        catch (TopologyException problem)
        {
            throw new TopologyException($"{place}: after it, {problem.Message}", problem);
        }
    }

    static void CheckService(ShopTopology topology, string name, string place) => Require(
        topology.Services.Any(service => service.Name == name), place, $"'{name}': the topology has no such service");

    static void Each<T>(IReadOnlyList<T> items, string name, Action<T, string> check)
    {
        for (int item = 0; item < items.Count; item++)
        {
            check(items[item], $"{name}[{item}]");
        }
    }

    static void Between(double value, double least, double most, string place) => Require(
        value >= least && value <= most, place, $"{Text(value)}: must be {Text(least)} to {Text(most)}");

    static string Text(double value) => value.ToString(CultureInfo.InvariantCulture);

    static void Require(bool holds, string place, string problem)
    {
        if (!holds)
        {
            throw new TopologyException($"{place}: {problem}.");
        }
    }
}
