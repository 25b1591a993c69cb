using Presage.Tensors.Optimizers;

namespace Presage.Tests.Tensors.Optimizers;

public sealed class LearningRateScheduleTests
{
    [Theory]
    [InlineData(0, 0.1)]
    [InlineData(5, 0.05)]
    [InlineData(10, 0)]
    [InlineData(12, 0)]
    public void Cosine_WithoutWarmUp_FallsAlongHalfACosine(double epoch, double expected) =>
        Assert.Equal(expected, new CosineSchedule(0.1f, epochs: 10).At(epoch), 1e-7);

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 0.05)]
    [InlineData(2, 0.1)]
    [InlineData(6, 0.055)]
    [InlineData(10, 0.01)]
    public void Cosine_WithWarmUp_RisesThenFallsToTheLastRate(double epoch, double expected) =>
        Assert.Equal(expected, new CosineSchedule(0.1f, epochs: 10, warmUpEpochs: 2, lastLearningRate: 0.01f).At(epoch), 1e-7);

    [Fact]
    public void Cosine_WarmUpAsLongAsTraining_Throws() =>
        Assert.Throws<ArgumentException>(() => new CosineSchedule(0.1f, epochs: 3, warmUpEpochs: 3));

    [Theory]
    [InlineData(0, 1e-4)]
    [InlineData(1, 1e-4)]
    [InlineData(2, 5e-5)]
    [InlineData(3.9, 2.5e-5)]
    public void Halving_EachEpoch_KeepsTheFirstTwoAndHalvesAfterwards(double epoch, double expected) =>
        Assert.Equal(expected, StepSchedule.Halving(1e-4f).At(epoch), 1e-10);

    [Theory]
    [InlineData(2.9, 1)]
    [InlineData(3, 0.1)]
    [InlineData(6, 0.01)]
    public void Step_EveryThirdEpoch_MultipliesByTheFactor(double epoch, double expected) =>
        Assert.Equal(expected, new StepSchedule(1f, 0.1f, every: 3).At(epoch), 1e-7);

    [Fact]
    public void Plateau_LossStopsFalling_LowersTheRateAfterThePatience()
    {
        var schedule = new PlateauSchedule(1f, factor: 0.5f, patience: 1, minimum: 0.4f);
        double[] losses = [3, 2, 2, 2.5, 1.9, 2, 2, 2, 2];
        float[] expected = [1, 1, 1, 0.5f, 0.5f, 0.5f, 0.4f, 0.4f, 0.4f];
        for (var epoch = 0; epoch < losses.Length; epoch++)
        {
            schedule.Observe(losses[epoch]);
            Assert.Equal(expected[epoch], schedule.At(epoch + 1));
        }
    }

    [Fact]
    public void Plateau_StateSavedAndLoaded_GoesOnAsBefore()
    {
        var (first, second) = (new PlateauSchedule(1f, patience: 1), new PlateauSchedule(1f, patience: 1));
        foreach (var loss in new[] { 2d, 3d, 3d, 3d })
        {
            first.Observe(loss);
        }

        using var stream = new MemoryStream();
        first.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        second.LoadState(new BinaryReader(stream));
        first.Observe(2.5);
        second.Observe(2.5);
        Assert.Equal(0.25f, first.At(5));
        Assert.Equal(first.At(5), second.At(5));
    }
}
