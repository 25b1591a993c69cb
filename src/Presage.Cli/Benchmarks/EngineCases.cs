using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Cli.Benchmarks;

/// <summary>The layers models are made of, at the sizes models have.</summary>
static class EngineCases
{
    const int Batch = 32;
    const int Steps = 96;
    const int Width = 64;

    /// <summary>Every case.</summary>
    public static IReadOnlyList<BenchmarkCase> All { get; } =
    [
        new($"linear [{Batch * Steps}, {Width}] x [{Width}, {Width}]", 2.0 * Batch * Steps * Width * Width, Batch, Linear),
    ];

    static BenchmarkWork Linear(WorkerPool pool)
    {
        var parameters = new ParameterSet();
        var layer = new Linear(new ParameterScope(parameters), Width, Width, Activation.None);
        return Inference(parameters, graph => layer.Apply(graph.Input("x", new Shape(Steps, Width))), pool);
    }

    static BenchmarkWork Inference(ParameterSet parameters, Func<Graph, Tensor> trace, WorkerPool pool) => new BenchmarkWork(
        parameters,
        trace,
        new RunnerOptions { Training = false, MaximumBatch = Batch },
        pool,
        runner => runner.Forward(Batch)).Fill("x");
}
