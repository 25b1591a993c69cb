using System.Globalization;
using Presage.Simulation;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Benchmarks.Simulation;

/// <summary>Prints how many service calls a second one core simulates, and the memory that a long run takes beside a short one.</summary>
static class ShopTable
{
    const double Sampling = 0.002;
    const int Rounds = 3;

    /// <summary>Prints the table.</summary>
    /// <param name="hours">How much of the shops' time a round simulates.</param>
    /// <param name="names">Which presets; all when none is named.</param>
    public static int Run(int hours, IReadOnlyCollection<string> names)
    {
        foreach (var name in names.Count > 0 ? names : [.. ShopPresets.All.Select(preset => preset.Name)])
        {
            Measure(name, TimeSpan.FromMinutes(10));
            var best = Enumerable.Range(0, Rounds).Select(_ => Measure(name, TimeSpan.FromHours(hours))).MaxBy(round => round.CallsPerSecond);
            var longer = Measure(name, TimeSpan.FromHours(4 * hours));
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{name,-10} {best.Calls,12:N0} calls {best.CallsPerSecond,12:N0} calls/s of processor {best.Events / (double)best.Calls,6:F1} events a call, "
                + $"live {best.LiveBytes / 1e6:F1} MB after {hours} h, {longer.LiveBytes / 1e6:F1} MB after {4 * hours} h"));
        }

        return 0;
    }

    // Processor time and not the clock's, because neighbours may use the same core.
    static Round Measure(string name, TimeSpan duration)
    {
        var sink = new CountingSink();
        var options = new SimulationOptions { Topology = ShopPresets.Get(name), Duration = duration, Sampling = Sampling };
        var before = Environment.CpuUsage.TotalTime;
        var summary = Simulator.Run(options, sink);
        var seconds = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        return new Round(summary.Calls, summary.Events, summary.Calls / seconds, sink.LiveBytes);
    }

    readonly record struct Round(long Calls, long Events, double CallsPerSecond, long LiveBytes);

    sealed class CountingSink : ISimulationSink
    {
        int _bins;

        /// <summary>What the heap held shortly before the end, after a collection.</summary>
        public long LiveBytes { get; private set; }

        public void Begin(SimulatedShop shop) => _bins = shop.Bins;

        public void Metrics(in MetricsBin bin)
        {
            if (bin.Index == _bins - 1)
            {
                LiveBytes = GC.GetTotalMemory(forceFullCollection: true);
            }
        }

        public void Span(in SimulatedSpan span)
        {
        }

        public void Log(in SimulatedLog log)
        {
        }

        public void Change(in ShopChange change)
        {
        }

        public void End(SimulationSummary summary)
        {
        }
    }
}
