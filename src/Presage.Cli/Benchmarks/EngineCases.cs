using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;
using Presage.Tensors.Layers;
using Presage.Tensors.Losses;

namespace Presage.Cli.Benchmarks;

/// <summary>The layers models are made of, at the sizes models have.</summary>
static class EngineCases
{
    const int Batch = 32;
    const int Steps = 96;
    const int Width = 64;
    const int Heads = 4;
    const int GruBatch = 512;
    const int GruSteps = 48;

    // A backward pass multiplies twice as often as its forward pass: once for the inputs, once for the weights.
    const double WithBackward = 3;

    /// <summary>Every case.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        new($"linear [{Batch * Steps}, {Width}] x [{Width}, {Width}]", 2.0 * Batch * Steps * Width * Width, Batch, Linear),
        new($"attention [{Batch}, {Steps}, {Width}], {Heads} heads, forward", null, Batch, pool => Attention(pool, training: false)),
        new(
            $"attention [{Batch}, {Steps}, {Width}], {Heads} heads, forward and backward",
            null,
            Batch,
            pool => Attention(pool, training: true)),
        new(
            $"GRU [{GruBatch}, {GruSteps}, {Width}], forward and backward",
            WithBackward * 2.0 * GruBatch * GruSteps * (Width + Width) * 3 * Width,
            GruBatch,
            GatedRecurrentUnit),
    ];

    static BenchmarkWork Linear(WorkerPool pool)
    {
        var parameters = new ParameterSet();
        var layer = new Linear(new ParameterScope(parameters), Width, Width);
        return Inference(parameters, layer.Apply, pool);
    }

    static BenchmarkWork Attention(WorkerPool pool, bool training)
    {
        var parameters = new ParameterSet();
        var layer = new MultiHeadAttention(new ParameterScope(parameters), Width, Heads);
        return training
            ? Training(parameters, input => layer.Apply(input), Batch, Steps, pool)
            : Inference(parameters, input => layer.Apply(input), pool);
    }

    static BenchmarkWork GatedRecurrentUnit(WorkerPool pool)
    {
        var parameters = new ParameterSet();
        var layer = new Gru(new ParameterScope(parameters), Width, Width);
        return Training(parameters, layer.Apply, GruBatch, GruSteps, pool);
    }

    static BenchmarkWork Inference(ParameterSet parameters, Func<Tensor, Tensor> layer, WorkerPool pool) => new BenchmarkWork(
        parameters,
        graph => layer(graph.Input("x", new Shape(Steps, Width))),
        new RunnerOptions { Training = false, MaximumBatch = Batch },
        pool,
        runner => runner.Forward(Batch)).Fill("x");

    static BenchmarkWork Training(
        ParameterSet parameters, Func<Tensor, Tensor> layer, int batch, int steps, WorkerPool pool) => new BenchmarkWork(
        parameters,
        graph => Loss.MeanSquaredError(
            layer(graph.Input("x", new Shape(steps, Width), needsGradient: true)), graph.Input("y", new Shape(steps, Width))),
        new RunnerOptions { Training = true, MaximumBatch = batch },
        pool,
        runner => runner.ForwardBackward(batch, 1f / (batch * steps * Width), seed: 1)).Fill("x").Fill("y");
}
