using Presage.Models.Calibration;
using Presage.Models.Evaluation;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Evaluation;

public sealed class BandComparisonTests
{
    [Fact]
    public void Of_TestValuesChange_ChoosesTheSameBands()
    {
        var frame = SmallData.Frame(missing: 0.1);
        var split = TimeSplit.ByShare(frame.Bins);

        var (one, other) = (Compare(frame).Chosen, Compare(Changed(frame, split.Test.Start)).Chosen);

        Assert.Equal((one.HasHead, one.Rate, one.Loss), (other.HasHead, other.Rate, other.Loss));
        Assert.Equal(one.CopyReaches(), other.CopyReaches());
        Assert.NotEqual(one.CopyReaches(), Compare(Changed(frame, split.Validation.Start)).Chosen.CopyReaches());
    }

    [Fact]
    public void Of_NoHead_ShowsTheAdaptiveBands()
    {
        var task = SmallData.Task();

        var bands = BandComparison.Of(task, new float[task.Online.Count * task.Shape.OutputLength], null).Measure(task.Reported[1], null);

        Assert.Null(bands.Quantile);
        Assert.Same(bands.Adaptive, bands.Shown);
    }

    [Fact]
    public void Of_Head_ShowsWhatValidationPrefers()
    {
        var task = SmallData.Task();

        var comparison = Compare(SmallData.Frame());
        var bands = comparison.Measure(task.Reported[1], null);

        Assert.Equal(comparison.Chosen.HasHead, bands.IsQuantileShown);
        Assert.Same(bands.IsQuantileShown ? bands.Quantile : bands.Adaptive, bands.Shown);
    }

    // Forecasts are 0, the mean of train.
    static BandComparison Compare(Frame frame)
    {
        var task = SmallData.Task(frame);
        var head = QuantileHeadTraining.Fit(task.Train, new float[task.Train.Count * task.Shape.OutputLength], CancellationToken.None);
        return BandComparison.Of(task, new float[task.Online.Count * task.Shape.OutputLength], head);
    }

    static Frame Changed(Frame frame, int fromBin)
    {
        var values = new List<float>();
        for (int row = 0; row < frame.Entities.Count * frame.Metrics.Count; row++)
        {
            values.AddRange(frame.Values(row / frame.Metrics.Count, row % frame.Metrics.Count).ToArray()
                .Select((value, bin) => bin < fromBin ? value : (3 * value) + 1));
        }

        return frame.With([.. values]);
    }
}
