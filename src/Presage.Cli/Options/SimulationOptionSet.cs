using System.CommandLine;
using Presage.Models;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Cli.Options;

/// <summary>What is simulated: the shop, how long, and what happens to it.</summary>
sealed class SimulationOptionSet
{
    const int MostPlanned = 10_000;

    readonly Argument<string> _topology = new("TOPOLOGY")
    {
        HelpName = "TOPOLOGY",
        Description = "A preset, or a JSON file of your own",
    };

    readonly Option<double> _days = new("--days") { Description = "How long, in days; rounded to whole bins", HelpName = "N", DefaultValueFactory = _ => 1 };
    readonly Option<string> _step = new("--step") { Description = "The width of a bin of metrics", HelpName = "LENGTH", DefaultValueFactory = _ => "10s" };
    readonly Option<string?> _start = new("--start") { Description = "When it begins, in UTC; Monday, 2024-01-01, by default", HelpName = "DATE" };
    readonly Option<int> _faults = Count("--faults", "Faults planned by chance: every kind before any comes again");
    readonly Option<int> _deployments = Count("--deployments", "New versions of services, planned by chance");
    readonly Option<int> _migrations = Count("--migrations", "Calls that move to another service, planned by chance: the graph changes");
    readonly Option<string?> _scenario = new("--scenario")
    {
        Description = "Load, faults, deployments and migrations from a JSON file, such as the truth/scenario.json of another run",
        HelpName = "FILE",
    };

    readonly Option<double> _sampling = new("--sampling")
    {
        Description = "The share of requests whose spans and logs are written, 0 to 1",
        HelpName = "SHARE",
        DefaultValueFactory = _ => 0.01,
    };

    readonly Option<double> _clockSkew = new("--clock-skew")
    {
        Description = "How far the machines' clocks are apart, in milliseconds; it shows in spans",
        HelpName = "MS",
        DefaultValueFactory = _ => 0,
    };

    readonly LoadOption _load = new();

    /// <summary>Every preset with its one sentence.</summary>
    public static IReadOnlyList<(string Name, string Explanation)> PresetHelp => ShopPresets.All;

    /// <summary>Adds all of them to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        _topology.CompletionSources.Add([.. ShopPresets.All.Select(preset => preset.Name)]);
        command.Arguments.Add(_topology);
        foreach (var option in (Option[])[_days, _load.Option, _faults, _deployments, _migrations, _scenario, _start, _step, _sampling, _clockSkew])
        {
            command.Options.Add(option);
        }
    }

    /// <summary>What was asked for, checked; what is planned by chance is planned.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="seed">Of everything random.</param>
    /// <exception cref="UsageException">There is no such preset or file, or an option cannot be read.</exception>
    /// <exception cref="TopologyException">What a file describes cannot be simulated.</exception>
    public SimulationOptions In(ParseResult parsed, int seed)
    {
        var topology = Topology(parsed.GetRequiredValue(_topology));
        var days = parsed.GetValue(_days);
        if (days is not (> 0 and <= 3660))
        {
            throw new UsageException($"{_days.Name} {days}: must be above 0 and at most 3660.");
        }

        var step = TimeSpan.FromMilliseconds(TimeBound.ParseLengthMs(parsed.GetRequiredValue(_step), _step.Name));
        var options = new SimulationOptions
        {
            Topology = topology,
            Duration = Math.Max(1, Math.Round(TimeSpan.FromDays(days) / step)) * step,
            Step = step,
            Seed = seed,
            Sampling = parsed.GetValue(_sampling),
            ClockSkewMs = parsed.GetValue(_clockSkew),
        };
        if (parsed.GetValue(_start) is { } start)
        {
            options = options with { Start = DateTimeOffset.FromUnixTimeMilliseconds(TimeBound.ParseMs(start, _start.Name, TimeZoneInfo.Utc)) };
        }

        if (parsed.GetValue(_scenario) is { } scenario)
        {
            options = Scenario.Read(scenario).ApplyTo(options);
        }

        options = options with { LoadChanges = [.. options.LoadChanges, .. _load.In(parsed, topology)] };
        options.Validate();
        return Plan(options, parsed);
    }

    // Migrations before faults, because edges that they add can have faults.
    SimulationOptions Plan(SimulationOptions options, ParseResult parsed)
    {
        options = options with { Deployments = [.. options.Deployments, .. OperationsPlan.Deployments(options, parsed.GetValue(_deployments))] };
        if (parsed.GetValue(_migrations) is > 0 and var migrations)
        {
            if (options.Migrations.Count > 0)
            {
                throw new UsageException($"{_migrations.Name} {migrations}: the scenario has migrations of its own; take one of the two.");
            }

            options = options with { Migrations = OperationsPlan.Migrations(options, migrations) };
        }

        return options with { Faults = [.. options.Faults, .. FaultPlan.Create(options, parsed.GetValue(_faults))] };
    }

    static ShopTopology Topology(string name)
    {
        if (ShopPresets.TryGet(name) is { } preset)
        {
            return preset;
        }

        string[] known = [.. ShopPresets.All.Select(one => one.Name)];
        return File.Exists(name)
            ? TopologyFile.Read(name)
            : throw new UsageException(
                $"There is no preset and no file '{name}'. The nearest preset is '{NearestName.Find(name, known)}'; there are {string.Join(", ", known)}.");
    }

    static Option<int> Count(string name, string description)
    {
        var option = new Option<int>(name) { Description = description, HelpName = "N", DefaultValueFactory = _ => 0 };
        Bounds.Between(option, 0, MostPlanned);
        return option;
    }
}
