using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Execution;

/// <summary>Runs a model on batches: traces it once for each size of chunk, replays the plans, and shares the chunks between threads.</summary>
/// <remarks>
/// A batch is cut into chunks of a few windows whose activations stay in a core's cache; forward, loss and backward of a chunk follow each
/// other. Gradients add up in a fixed number of slots, and the slots are summed in order: the bits depend neither on the number of threads nor
/// on which thread took which chunk. After the first run of each chunk size nothing is allocated.
/// </remarks>
public sealed unsafe class BatchRunner : IDisposable
{
    // More slots balance better and cost a pass over the parameters each; eight serve up to eight threads.
    const int MaximumSlots = 8;

    readonly ParameterSet _parameters;
    readonly Func<Graph, Tensor> _trace;
    readonly RunnerOptions _options;
    readonly WorkerPool? _pool;
    readonly Dictionary<int, TracedChunk> _traced = [];
    readonly Dictionary<string, BoundInput> _inputs = [];
    readonly BackwardJob _backwardJob;
    readonly ForwardJob _forwardJob;
    readonly NativeBuffer?[] _arenas;
    readonly NativeBuffer? _slotGradients;
    readonly double[] _slotLosses;
    readonly long _outputItemLength;
    readonly NativeBuffer? _output;
    int _count;
    float _lossScale;
    ulong _seed;

    /// <summary>Traces the model for the options' chunk size and allocates its inputs.</summary>
    /// <param name="parameters">The model's parameters; initialised.</param>
    /// <param name="trace">
    /// Declares the inputs and returns the output: for training a loss of shape [1], else a tensor whose first axis is the batch.
    /// </param>
    /// <param name="options">Sizes.</param>
    /// <param name="pool">The threads; null computes on the caller's.</param>
    public BatchRunner(ParameterSet parameters, Func<Graph, Tensor> trace, RunnerOptions options, WorkerPool? pool = null)
    {
        _parameters = parameters;
        _trace = trace;
        _options = options.Validate();
        _pool = pool;
        _backwardJob = new BackwardJob(this);
        _forwardJob = new ForwardJob(this);
        _arenas = new NativeBuffer?[pool?.Workers ?? 1];
        _slotLosses = new double[MaximumSlots];
        if (options.Training)
        {
            _slotGradients = new NativeBuffer(parameters.Length * Math.Min(MaximumSlots, Chunks(options.MaximumBatch)));
        }

        var first = Traced(Math.Min(options.ChunkItems, options.MaximumBatch));
        if (options.Training)
        {
            if (first.Plan.Output.Shape.Length != 1)
            {
                throw new ArgumentException($"BatchRunner: a loss of shape {first.Plan.Output.Shape}; [1] is needed.");
            }
        }
        else
        {
            _outputItemLength = first.Plan.Output.Shape.Length / first.Plan.Graph.Batch;
            _output = new NativeBuffer(_outputItemLength * options.MaximumBatch);
        }
    }

    /// <summary>The floats that one thread's activations take.</summary>
    public long ArenaLength => _traced.Values.Max(traced => traced.Plan.ArenaLength);

    /// <summary>The place for an input's values: [maximum batch, item…], or the whole of a shared input.</summary>
    /// <exception cref="ArgumentException">The model has no such input.</exception>
    public Span<float> Input(string name) =>
        _inputs.TryGetValue(name, out var input)
            ? input.Buffer.Span()
            : throw new ArgumentException($"BatchRunner: no input is named '{name}'; there are {string.Join(", ", _inputs.Keys)}.");

    /// <summary>The outputs of the last <see cref="Forward"/>: [count, item…].</summary>
    public ReadOnlySpan<float> Output => _output!.Span(0, checked((int)(_outputItemLength * _count)));

    /// <summary>Computes the outputs of the first windows in the inputs.</summary>
    /// <param name="count">The number of windows.</param>
    public void Forward(int count)
    {
        Prepare(count);
        Share(_forwardJob, Chunks(count));
    }

    /// <summary>Computes the loss of the first windows in the inputs, and its gradient into <see cref="ParameterSet.Gradients"/>.</summary>
    /// <param name="count">The number of windows.</param>
    /// <param name="lossScale">What losses are multiplied by: one over the number, or the summed weights, of all targets of the batch.</param>
    /// <param name="seed">The seed of this step's random decisions.</param>
    /// <returns>The loss.</returns>
    public double ForwardBackward(int count, float lossScale, ulong seed)
    {
        Prepare(count);
        _lossScale = lossScale;
        _seed = seed;
        var slots = Slots(count);
        Share(_backwardJob, slots);
        var gradients = _parameters.GradientPointer;
        var length = checked((int)_parameters.Length);
        Elementwise.Copy(_slotGradients!.Pointer, gradients, length);
        var loss = _slotLosses[0];
        for (var slot = 1; slot < slots; slot++)
        {
            Elementwise.Accumulate(_slotGradients.Pointer + slot * _parameters.Length, gradients, length);
            loss += _slotLosses[slot];
        }

        _parameters.AbsorbStatistics();
        return loss;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var traced in _traced.Values)
        {
            traced.Dispose();
        }

        foreach (var arena in _arenas)
        {
            arena?.Dispose();
        }

        foreach (var input in _inputs.Values)
        {
            input.Buffer.Dispose();
        }

        _slotGradients?.Dispose();
        _output?.Dispose();
    }

    void Share(Job job, int parts)
    {
        if (_pool is not null)
        {
            _pool.Run(job, parts);
            return;
        }

        for (var part = 0; part < parts; part++)
        {
            job.Execute(part, 0);
        }
    }

    int Chunks(int count) => (count + _options.ChunkItems - 1) / _options.ChunkItems;

    int Slots(int count) => Math.Min(MaximumSlots, Chunks(count));

    int ItemsOf(int chunk) => Math.Min(_options.ChunkItems, _count - chunk * _options.ChunkItems);

    void Prepare(int count)
    {
        if (count < 1 || count > _options.MaximumBatch)
        {
            throw new ArgumentException($"BatchRunner: a batch of {count}; from 1 to {_options.MaximumBatch} are possible.");
        }

        _count = count;
        if (count >= _options.ChunkItems)
        {
            Traced(_options.ChunkItems);
        }

        if (count % _options.ChunkItems != 0)
        {
            Traced(count % _options.ChunkItems);
        }

        foreach (var traced in _traced.Values)
        {
            traced.LayOver(_arenas);
        }

        _parameters.RefreshPacked();
    }

    TracedChunk Traced(int items)
    {
        if (!_traced.TryGetValue(items, out var traced))
        {
            var graph = new Graph(_parameters, items, _options.Training);
            var plan = new Plan(graph, _trace(graph));
            traced = new TracedChunk(plan, _arenas.Length);
            foreach (var tensor in traced.Inputs)
            {
                if (!_inputs.ContainsKey(tensor.Name!))
                {
                    var itemLength = tensor.Kind == TensorKind.Shared ? 0 : tensor.Shape.Length / items;
                    var length = tensor.Kind == TensorKind.Shared ? tensor.Shape.Length : itemLength * _options.MaximumBatch;
                    _inputs.Add(tensor.Name!, new BoundInput(new NativeBuffer(length), itemLength));
                }
            }

            GrowArenas(plan.ArenaLength);
            _traced.Add(items, traced);
        }

        return traced;
    }

    void GrowArenas(long length)
    {
        if (_arenas[0] is { } arena && arena.Length >= length)
        {
            return;
        }

        foreach (var traced in _traced.Values)
        {
            traced.Release();
        }

        for (var worker = 0; worker < _arenas.Length; worker++)
        {
            _arenas[worker]?.Dispose();
            _arenas[worker] = new NativeBuffer(length);
        }
    }

    Workspace Begin(int chunk, int worker, TracedChunk traced)
    {
        var workspace = traced.On(worker);
        var firstItem = (long)chunk * _options.ChunkItems;
        workspace.FirstItem = firstItem;
        workspace.BatchShare = (float)traced.Plan.Graph.Batch / _count;
        workspace.LossScale = _lossScale;
        workspace.Seed = _seed;
        foreach (var tensor in traced.Inputs)
        {
            var input = _inputs[tensor.Name!];
            workspace.Bind(tensor, input.Buffer.Pointer + firstItem * input.ItemLength);
        }

        return workspace;
    }

    readonly record struct BoundInput(NativeBuffer Buffer, long ItemLength);

    sealed class ForwardJob(BatchRunner runner) : Job
    {
        public override void Execute(int part, int worker)
        {
            var items = runner.ItemsOf(part);
            var traced = runner._traced[items];
            var workspace = runner.Begin(part, worker, traced);
            traced.Plan.Forward(workspace);
            var target = runner._output!.Pointer + (long)part * runner._options.ChunkItems * runner._outputItemLength;
            Elementwise.Copy(workspace.Value(traced.Plan.Output), target, checked((int)(items * runner._outputItemLength)));
        }
    }

    sealed class BackwardJob(BatchRunner runner) : Job
    {
        public override void Execute(int part, int worker)
        {
            var gradients = runner._slotGradients!.Pointer + part * runner._parameters.Length;
            Elementwise.Fill(gradients, 0f, checked((int)runner._parameters.Length));
            var loss = 0d;
            var slots = runner.Slots(runner._count);
            for (var chunk = part; chunk < runner.Chunks(runner._count); chunk += slots)
            {
                var traced = runner._traced[runner.ItemsOf(chunk)];
                var workspace = runner.Begin(chunk, worker, traced);
                workspace.DirectParameterGradients(gradients);
                traced.Plan.Forward(workspace);
                loss += *workspace.Value(traced.Plan.Output);
                *workspace.Gradient(traced.Plan.Output) = 1f;
                traced.Plan.Backward(workspace);
            }

            runner._slotLosses[part] = loss;
        }
    }
}
