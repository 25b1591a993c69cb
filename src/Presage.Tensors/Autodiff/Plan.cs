namespace Presage.Tensors.Autodiff;

/// <summary>How to run a graph: which operations, in which order, and where in an arena each tensor lies.</summary>
/// <remarks>
/// Only operations that the output depends on run. Time is counted in calls: forward 0 … n-1, backward n … 2n-1. A tensor owns its place in
/// the arena from the call that writes it to the last call that reads it; places are given out first fit, so that training reuses gradients'
/// memory and inference reuses everything.
/// </remarks>
sealed class Plan
{
    readonly Operation[] _forward;
    readonly Operation[] _backward;
    readonly Tensor[][] _cleared;
    readonly Dictionary<Operation, long> _savedOffsets = [];
    readonly long[] _valueOffsets;
    readonly long[] _gradientOffsets;

    public Plan(Graph graph, Tensor output)
    {
        Graph = graph;
        Output = output;
        _forward = Reachable(graph, output);
        _backward = graph.Training && output.NeedsGradient ? ReachedBackward(_forward, output) : [];
        _cleared = MarkAccumulation(_backward, output);
        _valueOffsets = new long[graph.Tensors.Count];
        _gradientOffsets = new long[graph.Tensors.Count];
        var arena = new ArenaLayout();
        PlaceTensors(arena);
        foreach (var operation in _forward)
        {
            ScratchLength = Math.Max(ScratchLength, operation.ScratchLength(graph.Training));
        }

        ScratchOffset = arena.Length;
        ArenaLength = arena.Length + ArenaLayout.RoundUp(ScratchLength);
    }

    public Graph Graph { get; }

    public Tensor Output { get; }

    /// <summary>The floats that a run needs, scratch included.</summary>
    public long ArenaLength { get; }

    public long ScratchOffset { get; }

    public long ScratchLength { get; }

    /// <summary>The place of a tensor's values in the arena; -1 where they lie elsewhere or are never computed.</summary>
    public long ValueOffset(Tensor tensor) => _valueOffsets[tensor.Id];

    /// <summary>The place of a tensor's gradient in the arena; -1 where it has none or it lies elsewhere.</summary>
    public long GradientOffset(Tensor tensor) => _gradientOffsets[tensor.Id];

    public long SavedOffset(Operation operation) => _savedOffsets[operation];

    public void Forward(Workspace workspace)
    {
        foreach (var operation in _forward)
        {
            operation.Forward(workspace);
        }
    }

    /// <summary>Runs backward from the output's gradient, which must be set.</summary>
    public unsafe void Backward(Workspace workspace)
    {
        for (var index = 0; index < _backward.Length; index++)
        {
            foreach (var tensor in _cleared[index])
            {
                Kernels.Elementwise.Fill(workspace.Gradient(tensor), 0f, checked((int)tensor.Shape.Length));
            }

            _backward[index].Backward(workspace);
        }
    }

    static Operation[] Reachable(Graph graph, Tensor output)
    {
        var needed = new HashSet<Operation>();
        var pending = new Stack<Tensor>([output]);
        while (pending.TryPop(out var tensor))
        {
            if (tensor.Producer is { } producer && needed.Add(producer))
            {
                foreach (var input in producer.Inputs)
                {
                    pending.Push(input);
                }
            }
        }

        return [.. graph.Operations.Where(needed.Contains)];
    }

    /// <summary>The operations that the output's gradient reaches, last first: those behind a stopped gradient it does not.</summary>
    static Operation[] ReachedBackward(Operation[] forward, Tensor output)
    {
        var reached = new HashSet<Tensor> { output.Storage };
        var backward = new List<Operation>();
        foreach (var operation in forward.Reverse())
        {
            if (operation.Output.NeedsGradient && reached.Contains(operation.Output))
            {
                backward.Add(operation);
                reached.UnionWith(operation.Inputs.Where(input => input.NeedsGradient).Select(input => input.Storage));
            }
        }

        return [.. backward];
    }

    /// <summary>Tells each backward call which gradients it starts and which it continues; returns what must be zeroed before each call.</summary>
    static Tensor[][] MarkAccumulation(Operation[] backward, Tensor output)
    {
        var started = new HashSet<Tensor> { output.Storage };
        var cleared = new Tensor[backward.Length][];
        for (var call = 0; call < backward.Length; call++)
        {
            var operation = backward[call];
            var toClear = new List<Tensor>();
            for (var index = 0; index < operation.Inputs.Count; index++)
            {
                var storage = operation.Inputs[index].Storage;
                if (!operation.Inputs[index].NeedsGradient)
                {
                    continue;
                }

                // A parameter's gradient is a sum over the chunks of a batch: its buffer is zeroed once a batch.
                var first = storage.Kind != TensorKind.Parameter && started.Add(storage);
                if (first && !operation.CanOverwriteGradient)
                {
                    toClear.Add(storage);
                    first = false;
                }

                operation.Accumulates[index] = !first;
            }

            cleared[call] = [.. toClear];
        }

        return cleared;
    }

    void PlaceTensors(ArenaLayout arena)
    {
        Array.Fill(_valueOffsets, -1);
        Array.Fill(_gradientOffsets, -1);
        var end = _forward.Length + _backward.Length;
        var forwardCall = new Dictionary<Operation, int>();
        var backwardCall = new Dictionary<Operation, int>();
        for (var call = 0; call < _forward.Length; call++)
        {
            forwardCall.Add(_forward[call], call);
        }

        for (var call = 0; call < _backward.Length; call++)
        {
            backwardCall.Add(_backward[call], _forward.Length + call);
        }

        var lastRead = LastReads(forwardCall, backwardCall, end);
        foreach (var tensor in Graph.Tensors)
        {
            if (tensor.Storage == tensor && tensor.Kind == TensorKind.Computed && forwardCall.TryGetValue(tensor.Producer!, out var written))
            {
                Place(_valueOffsets, tensor, arena.Place(written, lastRead[tensor.Id], tensor.Shape.Length));
            }
        }

        foreach (var operation in _forward)
        {
            var until = backwardCall.TryGetValue(operation, out var call) ? call : forwardCall[operation];
            _savedOffsets.Add(operation, arena.Place(forwardCall[operation], until, operation.SavedLength(Graph.Training)));
        }

        PlaceGradients(arena, backwardCall, end);
    }

    int[] LastReads(Dictionary<Operation, int> forwardCall, Dictionary<Operation, int> backwardCall, int end)
    {
        var lastRead = new int[Graph.Tensors.Count];
        foreach (var operation in _forward)
        {
            var forward = forwardCall[operation];
            var hasBackward = backwardCall.TryGetValue(operation, out var backward);
            var output = operation.Output.Storage.Id;
            lastRead[output] = Math.Max(lastRead[output], hasBackward && operation.BackwardReadsOutput ? backward : forward);
            for (var index = 0; index < operation.Inputs.Count; index++)
            {
                var input = operation.Inputs[index].Storage.Id;
                lastRead[input] = Math.Max(lastRead[input], hasBackward && operation.BackwardReadsInput(index) ? backward : forward);
            }
        }

        lastRead[Output.Storage.Id] = end;
        return lastRead;
    }

    void PlaceGradients(ArenaLayout arena, Dictionary<Operation, int> backwardCall, int end)
    {
        if (_backward.Length == 0)
        {
            return;
        }

        var firstWrite = new Dictionary<Tensor, int>();
        foreach (var operation in _backward)
        {
            foreach (var input in operation.Inputs)
            {
                if (input.NeedsGradient && input.Kind != TensorKind.Parameter)
                {
                    firstWrite.TryAdd(input.Storage, backwardCall[operation]);
                }
            }
        }

        firstWrite[Output.Storage] = 0;
        foreach (var (tensor, written) in firstWrite)
        {
            // An input's gradient has no reader in the plan: whoever asked for it reads it afterwards.
            var read = tensor.Producer is { } producer ? backwardCall[producer] : end;
            Place(_gradientOffsets, tensor, arena.Place(written, read, tensor.Shape.Length));
        }
    }

    void Place(long[] offsets, Tensor storage, long offset)
    {
        foreach (var tensor in Graph.ViewsOf(storage))
        {
            offsets[tensor.Id] = offset;
        }
    }
}
