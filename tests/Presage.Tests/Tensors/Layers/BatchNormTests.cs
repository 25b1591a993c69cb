using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;
using Presage.Tensors.Layers;
using Presage.Tensors.Optimizers;

namespace Presage.Tests.Tensors.Layers;

public sealed class BatchNormTests
{
    static readonly Shape Window = new(5, 3);

    [Fact]
    public void Apply_InTraining_GivesEachColumnMeanZeroAndVarianceOne()
    {
        using var parameters = new ParameterSet();
        var layer = new BatchNorm(new ParameterScope(parameters), 3);
        parameters.Initialize(seed: 1);
        using var run = new LayerRun(parameters, 4, training: true, graph => layer.Apply(graph.Input("x", Window)));
        var output = run.Bind("x", Values(60)).Forward().Output;
        for (var column = 0; column < 3; column++)
        {
            var values = Enumerable.Range(0, 20).Select(row => (double)output[row * 3 + column]).ToArray();
            Assert.Equal(0, values.Average(), 1e-5);
            Assert.Equal(1, values.Average(value => value * value), 1e-3);
        }
    }

    [Fact]
    public void Train_ManySteps_RunningStatisticsApproachTheDatas()
    {
        using var parameters = new ParameterSet();
        var layer = new BatchNorm(new ParameterScope(parameters), 3);
        parameters.Initialize(seed: 1);
        using var optimizer = new AdamW(parameters, weightDecay: 0.5f);
        using var runner = Runner(parameters, layer, null);
        var values = Values(8 * 15);
        values.CopyTo(runner.Input("x"));
        for (var step = 0; step < 200; step++)
        {
            runner.ForwardBackward(8, 1f, (ulong)step);
            optimizer.Step(0.01f);
        }

        for (var column = 0; column < 3; column++)
        {
            // Chunks of four windows differ from each other; the running values approach their averages.
            var chunks = Enumerable.Range(0, 2).Select(chunk => Enumerable.Range(0, 20).Select(row => (double)values[(chunk * 20 + row) * 3 + column]).ToArray());
            Assert.Equal(chunks.Average(chunk => chunk.Average()), parameters.Get("runningMean").Values[column], 1e-4);
            Assert.Equal(chunks.Average(Variance), parameters.Get("runningVariance").Values[column], 1e-3);
        }
    }

    [Fact]
    public void Train_OnOneAndTwoThreads_GivesTheSameStatistics()
    {
        float[] Train(WorkerPool? pool)
        {
            using var parameters = new ParameterSet();
            var layer = new BatchNorm(new ParameterScope(parameters), 3);
            parameters.Initialize(seed: 1);
            using var runner = Runner(parameters, layer, pool);
            Values(8 * 15).CopyTo(runner.Input("x"));
            for (var step = 0; step < 5; step++)
            {
                runner.ForwardBackward(8, 1f, (ulong)step);
            }

            return parameters.Values.ToArray();
        }

        using var pool = new WorkerPool(2);
        Assert.Equal(Train(null), Train(pool));
    }

    [Fact]
    public void Apply_InInference_UsesTheRunningStatistics()
    {
        using var parameters = new ParameterSet();
        var layer = new BatchNorm(new ParameterScope(parameters), 3);
        parameters.Initialize(seed: 1);
        new[] { 1f, 2f, 3f }.CopyTo(parameters.Get("runningMean").Values);
        new[] { 4f, 9f, 16f }.CopyTo(parameters.Get("runningVariance").Values);
        using var run = new LayerRun(parameters, 1, training: false, graph => layer.Apply(graph.Input("x", new Shape(1, 3))));
        var output = run.Bind("x", [3f, 5f, -1f]).Forward().Output;
        Assert.Equal(1, output[0], 1e-5);
        Assert.Equal(1, output[1], 1e-5);
        Assert.Equal(-1, output[2], 1e-5);
    }

    [Fact]
    public void Count_OfASetWithStatistics_CountsWhatIsLearned()
    {
        using var parameters = new ParameterSet();
        _ = new BatchNorm(new ParameterScope(parameters), 3);
        Assert.Equal(6, parameters.Count);
    }

    static BatchRunner Runner(ParameterSet parameters, BatchNorm layer, WorkerPool? pool) =>
        new(
            parameters,
            graph => layer.Apply(graph.Input("x", Window)).Square().Sum(),
            new RunnerOptions { Training = true, MaximumBatch = 8, ChunkItems = 4 },
            pool);

    static double Variance(double[] values)
    {
        var mean = values.Average();
        return values.Sum(value => (value - mean) * (value - mean)) / (values.Length - 1);
    }

    static float[] Values(int length)
    {
        var random = new SeededRandom(5);
        return [.. Enumerable.Range(0, length).Select(index => (index % 3) + 2f * (float)random.NextNormal())];
    }
}
