using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Telemetry.Windows;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Windows;

public class WindowCountTests
{
    static readonly Lazy<Recording> Machines = new(() => ReaderCatalog.Read(SharedData.Require("alibaba2018_machines")));

    static readonly Lazy<Recording> Transformer = new(() => ReaderCatalog.Read(SharedData.Require("ett/ETTh1.csv.gz")));

    [DataFact("alibaba2018_machines")]
    public void Create_ClusterProtocol_HasThePublishedCounts()
    {
        var frame = Grid.Align(Machines.Value, new GridOptions { StepMs = 60_000, StartMs = 0, EndMs = 691_200_000 });
        var split = TimeSplit.ByShare(frame.Bins);
        var options = new WindowOptions { Lookback = 96, Horizon = 24 };

        Assert.Equal(11, frame.Entities.Count);
        Assert.Equal(11_520, frame.Bins);
        Assert.Equal(new TimeSplit(new(0, 8064), new(8064, 9216), new(9216, 11_520)), split);
        Assert.Equal(55_337, WindowSet.Create(frame, split.Train, options).Count);
        Assert.Equal(10_942, WindowSet.Create(frame, split.Validation, options).Count);
        Assert.Equal(21_913, WindowSet.Create(frame, split.Test, options).Count);
    }

    [DataFact("alibaba2018_machines")]
    public void Create_ClusterProtocol_LastValueHasTheErrorsMeasuredElsewhere()
    {
        var frame = Grid.Align(Machines.Value, new GridOptions { StepMs = 60_000, StartMs = 0, EndMs = 691_200_000 });
        var split = TimeSplit.ByShare(frame.Bins);
        var windows = WindowSet.Create(
            FrameScaler.Fit(frame, split.Train).Transform(frame), split.Test, new WindowOptions { Lookback = 96, Horizon = 24 });
        var input = new float[96 * 5];
        var target = new float[24 * 5];
        var mask = new float[24 * 5];
        var squares = new double[24];
        var counts = new double[24];
        double absolutes = 0;
        for (int index = 0; index < windows.Count; index++)
        {
            windows.CopyInput(index, input, []);
            windows.CopyTarget(index, target, mask);
            for (int i = 0; i < target.Length; i++)
            {
                double error = mask[i] * (input[(95 * 5) + (i % 5)] - target[i]);
                squares[i / 5] += error * error;
                absolutes += Math.Abs(error);
                counts[i / 5] += mask[i];
            }
        }

        // An independent program in another language has these.
        Assert.Equal(0.3873, squares.Sum() / counts.Sum(), 1e-4);
        Assert.Equal(0.3011, absolutes / counts.Sum(), 1e-4);
        Assert.Equal(0.2266, squares[0] / counts[0], 1e-4);
        Assert.Equal(0.3984, squares[11] / counts[11], 1e-4);
        Assert.Equal(0.4556, squares[23] / counts[23], 1e-4);
    }

    [DataFact("ett/ETTh1.csv.gz")]
    public void Create_HourlyTransformer_HasThePublishedCounts()
    {
        var frame = Grid.Align(Transformer.Value, new GridOptions());
        var split = TimeSplit.EttHourly;

        Assert.Equal(3_600_000, frame.StepMs);
        Assert.Equal(17_420, frame.Bins);
        Assert.Equal(7, frame.Metrics.Count);
        Assert.Equal(2785, WindowSet.Create(frame, split.Test, new WindowOptions { Lookback = 96, Horizon = 96 }).Count);
        Assert.Equal(2785, WindowSet.Create(frame, split.Validation, new WindowOptions { Lookback = 96, Horizon = 96 }).Count);
        Assert.Equal(8640 - 96 - 96 + 1, WindowSet.Create(frame, split.Train, new WindowOptions { Lookback = 96, Horizon = 96 }).Count);
        Assert.Equal(2161, WindowSet.Create(frame, split.Test, new WindowOptions { Lookback = 96, Horizon = 720 }).Count);
    }

    [DataFact("alibaba2018_machines")]
    public void InferStepMs_Machines_IsOneMinute() => Assert.Equal(60_000, Grid.InferStepMs(Machines.Value));
}
