using System.Globalization;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;

namespace Presage.Simulation;

/// <summary>Simulates a shop and returns its metrics and graph as if they had been read from files.</summary>
public static class ShopRecorder
{
    /// <summary>The format of the recordings that are made here.</summary>
    public const string Format = "simulated";

    /// <summary>Simulates and keeps the metrics in memory; spans and logs are not made.</summary>
    /// <param name="options">What to simulate.</param>
    /// <param name="progress">Is told now and then how far the run is; null for nobody.</param>
    /// <param name="cancellation">Ends the run early.</param>
    /// <returns>
    /// Services as entities with the metrics of <see cref="MetricNames.Service"/>, and who called whom; its source says that it
    /// is simulated.
    /// </returns>
    /// <exception cref="TopologyException">The scenario is not possible.</exception>
    public static GraphRecording Record(SimulationOptions options, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        var sink = new FrameSink();
        Simulator.Run(options with { Sampling = 0 }, sink, progress, cancellation);
        var frame = sink.Services;
        long[] times = [.. Enumerable.Range(0, frame.Bins).Select(frame.TimeMs)];
        var series = new List<RawSeries>();
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            for (int metric = 0; metric < frame.Metrics.Count; metric++)
            {
                double[] values = new double[frame.Bins];
                var from = frame.Values(entity, metric);
                for (int bin = 0; bin < values.Length; bin++)
                {
                    values[bin] = from[bin];
                }

                series.Add(new RawSeries(frame.Entities[entity], frame.Metrics[metric], times, values));
            }
        }

        long rows = (long)frame.Bins * frame.Entities.Count;
        long missing = series.Sum(one => (long)one.Values.Span.Count(double.NaN));
        string source = string.Create(CultureInfo.InvariantCulture, $"simulated {options.Topology.Name} ({options.Duration.TotalDays:0.##} days, seed {options.Seed}, {options.Faults.Count} faults; not measured)");
        var recording = new Recording(source, Format, hasCalendar: true, series, new ReadingReport(rows, 0, 0, 0, 0, missing, 0));
        return new GraphRecording(recording, sink.CreateGraph(), null);
    }
}
