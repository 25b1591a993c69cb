using Presage.Telemetry.Series;

namespace Presage.Telemetry.Datasets;

/// <summary>Makes up a cluster's telemetry for demonstrations where no real trace is at hand; nothing in it was measured.</summary>
/// <remarks>
/// It has what makes real traces hard: a daily and a weekly season, bursts, drift and a change of level, machines that
/// share their load, memory that leaks until a restart, nightly backups, irregular samples about a minute apart, gaps
/// of minutes and hours, and invalid readings. The metrics are named and scaled like those of Alibaba's machine_usage.
/// </remarks>
public static class GeneratedCluster
{
    /// <summary>The format of the recordings that are made here.</summary>
    public const string Format = "generated";

    const int MachinesPerGroup = 4;
    const int MinutesPerDay = 1440;
    const long StartMs = 1_704_067_200_000; // Monday, 2024-01-01T00:00:00Z

    static readonly int[] UsualGapsSeconds = [40, 50, 60, 60, 60, 60, 70, 80];

    internal static readonly string[] Metrics = ["cpu_util_percent", "mem_util_percent", "net_in", "net_out", "disk_io_percent"];

    /// <summary>Makes up a recording; the same options give the same recording.</summary>
    /// <param name="options">The size and the seed.</param>
    /// <returns>Machines with five metrics each, with Unix times; its source says that it is generated.</returns>
    /// <exception cref="ArgumentException">There is no machine or no day.</exception>
    public static Recording Create(GeneratedClusterOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Machines, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Days, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(options.Days, 3650);
        var series = new List<RawSeries>();
        long rows = 0;
        long invalid = 0;
        double[] load = [];
        for (int machine = 0; machine < options.Machines; machine++)
        {
            if (machine % MachinesPerGroup == 0)
            {
                load = GeneratedLoad.Create(options.Days * MinutesPerDay, new SeededNoise(options.Seed, -1 - (machine / MachinesPerGroup)));
            }

            var noise = new SeededNoise(options.Seed, machine);
            var buffer = new RowBuffer($"machine-{machine + 1}", Metrics);
            invalid += Sample(new GeneratedMachine(noise).Measure(load), noise, buffer);
            rows += buffer.Count;
            series.AddRange(buffer.Build());
        }

        string source = $"generated cluster ({options.Machines} machines, {options.Days} days, seed {options.Seed}; not measured)";
        return new Recording(source, Format, hasCalendar: true, series, new ReadingReport(rows, 0, 0, 0, 0, 0, invalid));
    }

    // Takes a sample about once a minute, with gaps; returns how many readings were invalid.
    static long Sample(double[][] measured, SeededNoise noise, RowBuffer buffer)
    {
        long invalid = 0;
        long endSeconds = measured.Length * 60L;
        long outageSeconds = (long)noise.Uniform(0, endSeconds);
        Span<double> row = stackalloc double[Metrics.Length];
        for (long seconds = (long)noise.Uniform(0, 6) * 10; seconds < endSeconds;)
        {
            measured[seconds / 60].CopyTo(row);
            if (noise.Uniform() < 0.0005)
            {
                row[^1] = double.NaN;
                invalid++;
            }

            buffer.Add(StartMs + (seconds * 1000), row);
            long next = seconds + UsualGapsSeconds[(int)(noise.Uniform() * UsualGapsSeconds.Length)];
            next += noise.Uniform() < 0.004 ? 10 * (long)noise.Exponential(60) : 0;
            bool meetsOutage = seconds < outageSeconds && next >= outageSeconds;
            seconds = meetsOutage ? next + (10 * (long)noise.Uniform(360, 1440)) : next;
        }

        return invalid;
    }
}
