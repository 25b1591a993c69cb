using Presage.Tensors.Execution;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Execution;

[Collection(SimdCollection.Name)]
public sealed class BatchRunnerTests : IDisposable
{
    readonly SmallModel _model = new();

    public static TheoryData<string> Levels => InstructionSets.All;

    public void Dispose() => _model.Dispose();

    [Theory]
    [MemberData(nameof(Levels))]
    public void ForwardBackward_BatchCutIntoChunks_AgreesWithTheWhole(string level)
    {
        using var _ = InstructionSets.Use(level);
        var (loss, gradients) = Train(chunkItems: 23, pool: null, count: 23);
        Assert.InRange(loss, 0.1, 10);
        foreach (var chunkItems in new[] { 1, 2, 5, 8, 22 })
        {
            var (chunkedLoss, chunkedGradients) = Train(chunkItems, pool: null, count: 23);
            Assert.Equal(loss, chunkedLoss, 1e-6);
            for (var place = 0; place < gradients.Length; place++)
            {
                Assert.Equal(gradients[place], chunkedGradients[place], 1e-6f);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void ForwardBackward_OneTwoOrThreeThreads_GiveTheSameBits(string level)
    {
        using var _ = InstructionSets.Use(level);
        foreach (var (chunkItems, count) in new[] { (1, 23), (2, 19), (8, 23), (5, 4) })
        {
            var (loss, gradients) = Train(chunkItems, pool: null, count);
            for (var workers = 1; workers <= 3; workers++)
            {
                using var pool = new WorkerPool(workers);
                for (var round = 0; round < 5; round++)
                {
                    var (sharedLoss, sharedGradients) = Train(chunkItems, pool, count);
                    Assert.Equal(loss, sharedLoss);
                    Assert.Equal(gradients, sharedGradients);
                }
            }
        }
    }

    [Fact]
    public void ForwardBackward_Again_GivesTheSameBitsAndAnotherSeedOthers()
    {
        using var runner = _model.Runner(training: true, chunkItems: 8);
        var first = runner.ForwardBackward(23, 1f, seed: 1);
        var other = runner.ForwardBackward(23, 1f, seed: 2);
        Assert.NotEqual(first, other);
        Assert.Equal(first, runner.ForwardBackward(23, 1f, seed: 1));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Forward_AnyCount_AgreesWithOneByOne(int workers)
    {
        using var pool = new WorkerPool(workers);
        using var runner = _model.Runner(training: false, chunkItems: 4, pool);
        using var single = _model.Runner(training: false, chunkItems: 1);
        single.Forward(23);
        var expected = single.Output.ToArray();
        foreach (var count in new[] { 23, 1, 4, 7, 23 })
        {
            runner.Forward(count);
            Assert.Equal(count * SmallModel.Outputs, runner.Output.Length);
            for (var place = 0; place < runner.Output.Length; place++)
            {
                Assert.Equal(expected[place], runner.Output[place], 1e-6f);
            }
        }
    }

    [Fact]
    public void Forward_ParametersThatChanged_AreUsed()
    {
        using var runner = _model.Runner(training: false, chunkItems: 4);
        runner.Forward(4);
        var before = runner.Output.ToArray();
        _model.Parameters.Values.Clear();
        _model.Parameters.MarkChanged();
        runner.Forward(4);
        Assert.NotEqual(before, runner.Output.ToArray());
        Assert.All(runner.Output.ToArray(), value => Assert.Equal(0f, value));
    }

    [Fact]
    public void Run_AfterWarmUpOnOneThread_AllocatesNothing()
    {
        using var training = _model.Runner(training: true, chunkItems: 4);
        using var inference = _model.Runner(training: false, chunkItems: 4);
        RunBoth(training, inference);
        var before = GC.GetAllocatedBytesForCurrentThread();
        RunBoth(training, inference);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void Run_AfterWarmUpOnAPool_AllocatesNothingOnAnyThread()
    {
        using var pool = new WorkerPool(3);
        using var training = _model.Runner(training: true, chunkItems: 4, pool);
        using var inference = _model.Runner(training: false, chunkItems: 4, pool);
        var (before, after) = (new AllocationProbe(3), new AllocationProbe(3));
        RunBoth(training, inference);
        before.Measure(pool);
        after.Measure(pool);
        before.Measure(pool);
        for (var round = 0; round < 10; round++)
        {
            RunBoth(training, inference);
        }

        after.Measure(pool);
        Assert.Equal(before.Bytes, after.Bytes);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public void ForwardBackward_OperationThatThrows_SurfacesAndLeavesTheRunnerUsable(int workers)
    {
        using var pool = workers == 0 ? null : new WorkerPool(workers);
        using var runner = _model.Runner(training: true, chunkItems: 2, pool);
        var expected = runner.ForwardBackward(23, 1f, 1);
        var good = runner.Input("index")[9];
        runner.Input("index")[9] = 77f;
        var error = Assert.Throws<ArgumentException>(() => runner.ForwardBackward(23, 1f, 1));
        Assert.Equal("GatherRows: index 77 into a table of 4 rows.", error.Message);
        runner.Input("index")[9] = good;
        Assert.Equal(expected, runner.ForwardBackward(23, 1f, 1));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(24)]
    public void Forward_CountOutOfRange_Throws(int count)
    {
        using var runner = _model.Runner(training: false, chunkItems: 4);
        Assert.Contains("23", Assert.Throws<ArgumentException>(() => runner.Forward(count)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Input_UnknownName_ThrowsNamingTheInputs()
    {
        using var runner = _model.Runner(training: false, chunkItems: 4);
        var error = Assert.Throws<ArgumentException>(() => runner.Input("y"));
        Assert.Equal("BatchRunner: no input is named 'y'; there are x, index, scale.", error.Message);
    }

    [Fact]
    public void Constructor_LossOfManyNumbers_Throws()
    {
        var options = new RunnerOptions { Training = true, MaximumBatch = 4 };
        Assert.Throws<ArgumentException>(() => new BatchRunner(_model.Parameters, _model.Forecast, options));
    }

    static void RunBoth(BatchRunner training, BatchRunner inference)
    {
        training.ForwardBackward(23, 1f, 1);
        inference.Forward(23);
        inference.Forward(5);
    }

    (double Loss, float[] Gradients) Train(int chunkItems, WorkerPool? pool, int count)
    {
        using var runner = _model.Runner(training: true, chunkItems, pool);
        var loss = runner.ForwardBackward(count, 1f / count, seed: 6);
        return (loss, _model.Parameters.Gradients.ToArray());
    }
}
