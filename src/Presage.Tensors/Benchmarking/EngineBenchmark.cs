using System.Diagnostics;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Execution;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;
using Presage.Tensors.Losses;
using Presage.Tensors.Memory;
using Presage.Tensors.Optimizers;

namespace Presage.Tensors.Benchmarking;

/// <summary>Measures the engine: the shapes that it is compared with PyTorch on, and what the processor allows.</summary>
public sealed unsafe class EngineBenchmark : IDisposable
{
    const int WarmUpCalls = 5;

    readonly WorkerPool? _pool;
    readonly List<BenchmarkCase> _cases;
    readonly Dictionary<string, Action> _calls = [];
    readonly List<IDisposable> _owned = [];

    /// <summary>Starts the threads.</summary>
    /// <param name="threads">Threads that compute together.</param>
    public EngineBenchmark(int threads)
    {
        _pool = threads > 1 ? new WorkerPool(threads) : null;
        _cases =
        [
            new("m1-train", "M1 training step: B 32, T 96, d 8, h 64", 0, Training),
            new("m1-infer-1", "M1 inference: 1 window", 0, () => Inference(1)),
            new("m1-infer-32", "M1 inference: 32 windows", 0, () => Inference(32)),
            new("m2-train", "M2 training step: B 16, T 48, 60 nodes, d 4, h 64", 0, () => GraphTraining(60)),
            new("m2-train-20", "M2 training step with 20 nodes", 0, () => GraphTraining(20)),
            new("m2-train-100", "M2 training step with 100 nodes", 0, () => GraphTraining(100)),
            new("m2-train-300", "M2 training step with 300 nodes", 0, () => GraphTraining(300)),
            new("m2-infer-1", "M2 inference: 1 window", 0, () => GraphInference(1)),
            new("m2-infer-16", "M2 inference: 16 windows", 0, () => GraphInference(16)),
            new("gru", "GRU forward and backward: [512, 48, 64]", 3d * 2 * 512 * 48 * 64 * (192 + 192), Recurrence),
            new("attention", "attention forward and backward: B 32, 4 heads of 16, T 96", 0, Attention),
            new("gemm", "matrix product: [3072, 64] x [64, 64]", 2d * 3072 * 64 * 64, Product),
            new("peak", "fused multiply-adds in registers", FusedMultiplyAdd.Operations, () => FusedMultiplyAdd.Run),
        ];
    }

    /// <summary>The names of the cases, and what they compute.</summary>
    public IReadOnlyList<(string Name, string Description)> Cases => [.. _cases.Select(item => (item.Name, item.Description))];

    /// <summary>The vector instructions in use.</summary>
    public static string Instructions => Simd.Level.ToString();

    /// <summary>Calls a case for a while; the first time also makes it and warms it up.</summary>
    /// <param name="name">One of <see cref="Cases"/>.</param>
    /// <param name="duration">How long; at least five calls are made.</param>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public Measurement Measure(string name, TimeSpan duration)
    {
        var measured = Find(name);
        var call = Call(measured);
        var times = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (times.Count < 5 || Stopwatch.GetElapsedTime(start) < duration)
        {
            var before = Stopwatch.GetTimestamp();
            call();
            times.Add(Stopwatch.GetElapsedTime(before).TotalMilliseconds);
        }

        times.Sort();
        var median = times[times.Count / 2];
        return new Measurement(name, median, times[0], times.Count, measured.Operations / median / 1e6);
    }

    /// <summary>
    /// Calls a case and the processor's peak in turns: the arithmetic rate of the fastest call as a share of the fastest peak. The fastest,
    /// because a neighbour on the same core slows either at random, the case and the peak by different factors.
    /// </summary>
    /// <param name="name">One of <see cref="Cases"/> whose operations are counted.</param>
    /// <param name="duration">How long; at least five turns are made.</param>
    /// <exception cref="ArgumentException">There is no such case.</exception>
    public double ShareOfPeak(string name, TimeSpan duration)
    {
        var measured = Find(name);
        var (call, peak) = (Call(measured), Call(Find("peak")));
        var (fastestCall, fastestPeak) = (long.MaxValue, long.MaxValue);
        var start = Stopwatch.GetTimestamp();
        for (var turn = 0; turn < 5 || Stopwatch.GetElapsedTime(start) < duration; turn++)
        {
            var before = Stopwatch.GetTimestamp();
            call();
            var between = Stopwatch.GetTimestamp();
            peak();
            var after = Stopwatch.GetTimestamp();
            fastestCall = Math.Min(fastestCall, between - before);
            fastestPeak = Math.Min(fastestPeak, after - between);
        }

        return measured.Operations / fastestCall / (FusedMultiplyAdd.Operations / fastestPeak);
    }

    /// <summary>Managed bytes that one call allocates on the calling thread, after warming up.</summary>
    /// <param name="name">One of <see cref="Cases"/>.</param>
    public long AllocatedBytes(string name)
    {
        const int Calls = 10;
        var call = Call(Find(name));
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var index = 0; index < Calls; index++)
        {
            call();
        }

        return (GC.GetAllocatedBytesForCurrentThread() - before) / Calls;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _owned.Reverse();
        foreach (var owned in _owned)
        {
            owned.Dispose();
        }

        _pool?.Dispose();
    }

    BenchmarkCase Find(string name) =>
        _cases.Find(item => item.Name == name)
        ?? throw new ArgumentException($"EngineBenchmark: no case is named '{name}'; there are {string.Join(", ", _cases.Select(item => item.Name))}.");

    Action Call(BenchmarkCase item)
    {
        if (!_calls.TryGetValue(item.Name, out var call))
        {
            call = item.Create();
            _calls.Add(item.Name, call);
            for (var index = 0; index < WarmUpCalls; index++)
            {
                call();
            }
        }

        return call;
    }

    Action Training()
    {
        var parameters = Own(new ParameterSet());
        var model = new M1DualChannel(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        var runner = Runner(
            parameters,
            graph => Loss.MeanSquaredError(model.Apply(graph.Input("x", new Shape(96, 8))), graph.Input("y", new Shape(96, 8))),
            training: true,
            batch: 32);
        Fill(runner.Input("x"), 2);
        Fill(runner.Input("y"), 3);
        var optimizer = Own(new AdamW(parameters, 0.01f));
        var step = 0UL;
        return () =>
        {
            runner.ForwardBackward(32, 1f / (32 * 96 * 8), ++step);
            optimizer.Step(1e-3f);
        };
    }

    Action Inference(int windows)
    {
        var parameters = Own(new ParameterSet());
        var model = new M1DualChannel(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        var runner = Runner(parameters, graph => model.Apply(graph.Input("x", new Shape(96, 8))), training: false, windows);
        Fill(runner.Input("x"), 2);
        return () => runner.Forward(windows);
    }

    Action GraphTraining(int nodes)
    {
        const int Windows = 16, Steps = 48, Features = 4;
        var parameters = Own(new ParameterSet());
        var model = new M2GraphTemporal(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        var shape = new Shape(Steps, nodes, Features);
        var runner = Runner(
            parameters,
            graph => Loss.MeanSquaredError(model.Apply(graph.Input("x", shape)), graph.Input("y", shape)),
            training: true,
            batch: Windows,
            chunk: 1);
        Fill(runner.Input("x"), 2);
        Fill(runner.Input("y"), 3);
        var optimizer = Own(new AdamW(parameters, 0.01f));
        var step = 0UL;
        return () =>
        {
            runner.ForwardBackward(Windows, 1f / (Windows * Steps * nodes * Features), ++step);
            optimizer.Step(1e-3f);
        };
    }

    Action GraphInference(int windows)
    {
        var parameters = Own(new ParameterSet());
        var model = new M2GraphTemporal(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        var runner = Runner(parameters, graph => model.Apply(graph.Input("x", new Shape(48, 60, 4))), training: false, windows, chunk: 1);
        Fill(runner.Input("x"), 2);
        return () => runner.Forward(windows);
    }

    Action Recurrence()
    {
        var parameters = Own(new ParameterSet());
        var layer = new Gru(new ParameterScope(parameters), 64, 64);
        parameters.Initialize(seed: 1);
        var runner = Runner(
            parameters,
            graph => (layer.Apply(graph.Input("x", new Shape(48, 64), needsGradient: true)) * graph.Input("weighting", new Shape(48, 64))).Sum(),
            training: true,
            batch: 512);
        Fill(runner.Input("x"), 2);
        Fill(runner.Input("weighting"), 3);
        return () => runner.ForwardBackward(512, 1f, 1);
    }

    Action Attention()
    {
        var parameters = Own(new ParameterSet());
        parameters.Initialize(seed: 1);
        var runner = Runner(
            parameters,
            graph =>
            {
                var packed = graph.Input("packed", new Shape(96, 192), needsGradient: true);
                var attended = AttentionOperation.Self(packed, heads: 4, causal: false, keyMask: null, dropout: 0f);
                return (attended * graph.Input("weighting", new Shape(96, 64))).Sum();
            },
            training: true,
            batch: 32);
        Fill(runner.Input("packed"), 2);
        Fill(runner.Input("weighting"), 3);
        return () => runner.ForwardBackward(32, 1f, 1);
    }

    Action Product()
    {
        const int Rows = 3072;
        const int Width = 64;
        var left = Own(new NativeBuffer(Rows * Width));
        var right = Own(new NativeBuffer(Width * Width));
        var packed = Own(new NativeBuffer(Gemm.PackedLength(Width, Width)));
        var product = Own(new NativeBuffer(Rows * Width));
        Fill(left.Span(), 2);
        Fill(right.Span(), 3);
        Gemm.Pack(Width, Width, right.Pointer, Width, packed.Pointer);
        return () => Gemm.Multiply(Rows, Width, Width, left.Pointer, Width, packed.Pointer, product.Pointer, Width, accumulate: false);
    }

    BatchRunner Runner(ParameterSet parameters, Func<Graph, Tensor> trace, bool training, int batch, int chunk = 8) =>
        Own(new BatchRunner(parameters, trace, new RunnerOptions { Training = training, MaximumBatch = batch, ChunkItems = chunk }, _pool));

    T Own<T>(T owned)
        where T : IDisposable
    {
        _owned.Add(owned);
        return owned;
    }

    static void Fill(Span<float> values, ulong seed)
    {
        var random = new SeededRandom(seed);
        foreach (ref var value in values)
        {
            value = (float)random.NextNormal();
        }
    }
}
