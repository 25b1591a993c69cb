using Presage.Tensors.Autodiff;
using Presage.Tensors.Execution;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;
using Presage.Tensors.Losses;
using Presage.Tests.Reference;

namespace Presage.Tests.Tensors.Execution;

/// <summary>A model with an input, a shared input, layers, dropout and most kinds of operations, and data for it.</summary>
sealed class SmallModel : IDisposable
{
    public const int Steps = 7;
    public const int Features = 3;
    public const int Outputs = 2;
    public const int MaximumBatch = 23;

    readonly Linear _first;
    readonly Linear _second;
    readonly Parameter _kernel;
    readonly Parameter _table;
    readonly float[] _values = new float[MaximumBatch * Steps * Features];
    readonly float[] _targets = new float[MaximumBatch * Outputs];
    readonly float[] _indices = new float[MaximumBatch];

    public SmallModel()
    {
        var scope = new ParameterScope(Parameters);
        _kernel = scope.Declare("kernel", new Shape(3, Features, 5), Initializers.InverseRoot(9));
        _table = scope.Declare("table", new Shape(4, 5), Initializers.InverseRoot(2));
        _first = new Linear(scope / "first", 5, 17, Activation.Tanh);
        _second = new Linear(scope / "second", 17, Outputs);
        Parameters.Initialize(3);
        var random = new SeededRandom(8);
        InputValues.Normal(_values, random);
        InputValues.Normal(_targets, random);
        for (var item = 0; item < MaximumBatch; item++)
        {
            _indices[item] = random.NextInt32(4);
        }
    }

    public ParameterSet Parameters { get; } = new();

    /// <summary>The output of each window, [B, Outputs].</summary>
    public Tensor Forecast(Graph graph)
    {
        var x = graph.Input("x", new Shape(Steps, Features));
        var index = graph.Input("index", new Shape(1));
        var scale = graph.Shared("scale", new Shape(Features));
        var convolved = (x * scale).Convolve(graph.Use(_kernel));
        var embedded = graph.Use(_table).GatherRows(index).Reshape(-1, 1, 5);
        var hidden = _first.Apply((convolved + embedded).Dropout(0.2f)).Softmax();
        return _second.Apply(Tensor.Concat(1, hidden.AveragePool(2), hidden.Slice(1, ^2..)).Mean(axis: 1));
    }

    public Tensor TrainingLoss(Graph graph) => Loss.MeanSquaredError(Forecast(graph), graph.Input("target", new Shape(Outputs)));

    public BatchRunner Runner(bool training, int chunkItems, WorkerPool? pool = null)
    {
        var options = new RunnerOptions { Training = training, MaximumBatch = MaximumBatch, ChunkItems = chunkItems };
        var runner = new BatchRunner(Parameters, training ? TrainingLoss : Forecast, options, pool);
        _values.CopyTo(runner.Input("x"));
        _indices.CopyTo(runner.Input("index"));
        new[] { 1f, 0.5f, 2f }.CopyTo(runner.Input("scale"));
        if (training)
        {
            _targets.CopyTo(runner.Input("target"));
        }

        return runner;
    }

    public void Dispose() => Parameters.Dispose();
}
