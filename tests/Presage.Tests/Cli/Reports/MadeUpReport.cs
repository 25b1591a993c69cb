using Presage.Cli.Reports;

namespace Presage.Tests.Cli.Reports;

/// <summary>A report with everything in it that a page can show: gaps, lone points, bands, outcomes, two horizons, ablations.</summary>
static class MadeUpReport
{
    const long StepMs = 60_000;
    const long NowMs = 1_700_000_040_000;
    const int Past = 480;
    const int Ahead = 24;

    public static ReportDocument Create() => new()
    {
        Title = "Forecast of 4 machines",
        Subtitle = "dual-channel, 24 steps of 1 min ahead, learned from 6 days",
        CreatedAt = DateTimeOffset.UnixEpoch.AddDays(19_700),
        ProgramVersion = "0.1.0",
        GeneratedDataNotice = "A seeded generator made these series; they show what the command does, not how well it does on yours.",
        Command = "presage demo --seed 7",
        Warnings = ["m_1947 net_in has samples in only 28 % of its bins."],
        Step = TimeSpan.FromMilliseconds(StepMs),
        DataSummary =
        [
            new("Source", "generated cluster"), new("Machines", "4"), new("Rows", "46,080"),
            new("From", "2023-11-06 22:13 UTC"), new("To", "2023-11-14 22:13 UTC"), new("Missing", "12.4 %"),
        ],
        Series =
        [
            Panel("m_1932 cpu", "%", 42, 11), Panel("m_1932 mem", "%", 88, 1.5), Panel("m_1933 net_in", "B/s", 3_400_000, 450_000),
            Panel("m_1947 disk_io with a <long> & awkward name", "", 0.04, 0.02),
        ],
        ErrorsByHorizon = [Errors("dual-channel", 0.15, 0.013), Errors("ridge", 0.155, 0.0138), Errors("gru", 0.2, 0.012), Errors("last", 0.22, 0.02)],
        Comparison = [.. Rows("1", 0.162), .. Rows("12", 0.265), .. Rows("1-24", 0.2545)],
        ComparisonNote = "Protocol cluster: 21,913 test windows, errors on scaled values. p: block bootstrap over days against ridge.",
        Map = new ServiceMap
        {
            Note = "An arrow leads from the caller to what it calls.",
            Nodes = ["frontend", "cart <of> many & more", "redis"],
            Measures = [new("MAE of ridge", [0.5, double.NaN, 0.125]), new("calls received", [0, 120, 0])],
            EdgeSets =
            [
                new("observed", [new(0, 1) { Calls = 120, MeanLatencyMs = 3.5 }, new(1, 2, IsInferred: true) { Weight = 0.75f }]),
                new("learned", [new(2, 0) { Weight = 0.1f }]),
            ],
        },
        Settings = [new("seed", "7"), new("lookback", "96"), new("learning rate", "0.003"), new("steps", "900"), new("batch", "128"), new("threads", "2")],
    };

    static SeriesPanel Panel(string name, string unit, double level, double swing)
    {
        var random = new Random(5);
        var noise = 0.0;
        var times = Enumerable.Range(0, Past).Select(step => NowMs - (Past - 1 - step) * StepMs).ToArray();
        var history = times.Select((_, step) =>
        {
            noise = 0.8 * noise + 0.1 * (random.NextDouble() - 0.5);
            return level + swing * (Math.Sin(step / 55.0) + noise);
        }).ToArray();
        foreach (var missing in Enumerable.Range(410, 14).Concat(Enumerable.Range(300, 40)).Concat([426, 427, 429, 430]))
        {
            history[missing] = double.NaN;
        }

        var ahead = Enumerable.Range(1, Ahead).Select(step => NowMs + step * StepMs).ToArray();
        var median = ahead.Select((_, step) => level + swing * Math.Sin((Past + step) / 55.0)).ToArray();
        double[] Offset(double factor) => [.. median.Select((value, step) => value + factor * swing * (0.08 + 0.02 * step))];
        return new()
        {
            Name = name,
            Unit = unit,
            Model = "dual-channel",
            NowMs = NowMs,
            HistoryTimesMs = times,
            History = history,
            ForecastTimesMs = ahead,
            Median = median,
            Bands = [new(0.8, Offset(-1.28), Offset(1.28)), new(0.95, Offset(-1.96), Offset(1.96))],
            Outcome = [.. median.Select((value, step) => value + 0.15 * swing * Math.Sin(step))],
            Gaps = [new(times[300], times[340], "no sample"), new(times[410], times[424])],
        };
    }

    static HorizonErrors Errors(string model, double start, double slope) => new()
    {
        Model = model,
        Steps = [.. Enumerable.Range(1, Ahead)],
        Mse = [.. Enumerable.Range(1, Ahead).Select(step => start + slope * Math.Sqrt(step * 4))],
        Mae = [.. Enumerable.Range(1, Ahead).Select(step => start + 0.6 * slope * Math.Sqrt(step * 4))],
    };

    static IEnumerable<ComparisonRow> Rows(string horizon, double best)
    {
        yield return new()
        {
            Model = "dual-channel", Horizon = horizon, Mse = best, MseDeviation = 0.0014, Mae = best + 0.003, MaeDeviation = 0.0009, PValue = 0.004,
            Parameters = 48_213, TrainSeconds = 61.4, Coverage80 = 0.803, Coverage95 = 0.948, Width80 = 1.02, Width95 = 1.71,
        };
        yield return new()
        {
            Model = "dual-channel", Variant = "without attention", Horizon = horizon, Mse = best + 0.001, MseDeviation = 0.0011, Mae = best + 0.004,
            MaeDeviation = 0.001, PValue = 0.3, Parameters = 31_020, TrainSeconds = 40.2, Coverage80 = 0.801, Coverage95 = 0.947, Width80 = 1.03, Width95 = 1.7,
        };
        yield return new()
        {
            Model = "ridge", Horizon = horizon, Mse = best + 0.007, Mae = best + 0.006, Parameters = 2_328, TrainSeconds = 0.8,
            Coverage80 = 0.799, Coverage95 = 0.951, Width80 = 1.05, Width95 = 1.78,
        };
        yield return new() { Model = "last", Horizon = horizon, Mse = best + 0.13, Mae = best + 0.04, PValue = 0.0001, Parameters = 0, TrainSeconds = 0 };
    }
}
