using Presage.Simulation;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Windows;

namespace Presage.Benchmarks.WhatIf;

/// <summary>A shop of 45 hours, and the same with its load raised at fifteen times for twelve minutes each: the truth of fifteen questions.</summary>
/// <remarks>
/// Both runs have the same requests, to which the raised load adds. An hour lies between two questions, in which queues are long
/// worked off and instances are as many as before. Factors take turns, another one first for each seed, so that each is asked for at all hours.
/// </remarks>
static class PulsedShop
{
    /// <summary>Minutes that a load stays raised, and that are forecast.</summary>
    public const int Horizon = 12;

    /// <summary>Minutes from the start that a model is trained on.</summary>
    public const int TrainMinutes = 26 * 60;

    const int Hours = 45;
    const int Questions = 15;
    const int FirstMinute = 27 * 60;
    const int MinutesBetween = 72;

    /// <summary>The factors that take turns.</summary>
    public static IReadOnlyList<double> Factors { get; } = [1.25, 1.5, 2];

    /// <summary>When which load begins.</summary>
    public static IEnumerable<(int Minute, double Factor)> QuestionsOf(int seed) =>
        Enumerable.Range(0, Questions).Select(question => (FirstMinute + (question * MinutesBetween), Factors[(question + seed) % Factors.Count]));

    /// <summary>Simulates.</summary>
    /// <param name="preset">The shop.</param>
    /// <param name="seed">Of everything random.</param>
    /// <param name="isPulsed">Whether the load is raised.</param>
    /// <param name="entry">The service whose users become more; null for all.</param>
    public static ShopRun Run(string preset, int seed, bool isPulsed, string? entry)
    {
        var topology = ShopPresets.Get(preset);
        string?[] entries = entry is null ? [null] : [.. topology.Entries.Where(one => one.Service == entry).Select(one => $"{one.Service}/{one.Operation}")];
        var changes = from question in isPulsed ? QuestionsOf(seed) : []
                      from operation in entries
                      from change in (LoadChange[])
                      [
                          new() { Entry = operation, At = TimeSpan.FromMinutes(question.Minute), Factor = question.Factor },
                          new() { Entry = operation, At = TimeSpan.FromMinutes(question.Minute + Horizon), Factor = 1 / question.Factor },
                      ]
                      select change;
        var recorded = ShopRecorder.Record(new SimulationOptions
        {
            Topology = topology,
            Duration = TimeSpan.FromHours(Hours),
            Seed = seed,
            LoadChanges = [.. changes],
        });
        return new ShopRun(Grid.Align(recorded.Recording, new GridOptions { StepMs = 60_000 }), recorded.Graph);
    }
}
