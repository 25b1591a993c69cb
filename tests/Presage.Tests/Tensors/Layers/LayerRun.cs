using Presage.Tensors.Autodiff;
using Presage.Tensors.Memory;

namespace Presage.Tests.Tensors.Layers;

/// <summary>One forward and, in training, one backward pass of a small model, with everything in plain arrays.</summary>
sealed unsafe class LayerRun : IDisposable
{
    readonly ParameterSet _parameters;
    readonly Graph _graph;
    readonly Plan _plan;
    readonly NativeBuffer _arena;
    readonly Workspace _workspace;
    readonly Dictionary<string, NativeBuffer> _inputs = [];

    /// <param name="parameters">Initialised.</param>
    /// <param name="batch">B.</param>
    /// <param name="training">Whether a backward pass follows and dropout drops.</param>
    /// <param name="trace">Declares inputs and returns the output.</param>
    public LayerRun(ParameterSet parameters, int batch, bool training, Func<Graph, Tensor> trace)
    {
        _parameters = parameters;
        _graph = new Graph(parameters, batch, training);
        _plan = new Plan(_graph, trace(_graph));
        _arena = new NativeBuffer(_plan.ArenaLength);
        _workspace = new Workspace(_plan, _arena.Pointer);
    }

    public Shape OutputShape => _plan.Output.Shape;

    public float[] Output => new Span<float>(_workspace.Value(_plan.Output), (int)_plan.Output.Shape.Length).ToArray();

    public LayerRun Bind(string name, ReadOnlySpan<float> values)
    {
        var input = Input(name);
        Assert.Equal(input.Shape.Length, values.Length);
        var buffer = new NativeBuffer(values.Length);
        values.CopyTo(buffer.Span());
        _inputs[name] = buffer;
        _workspace.Bind(input, buffer.Pointer);
        return this;
    }

    /// <summary>Sets what losses are multiplied by.</summary>
    public LayerRun LossScale(float scale)
    {
        _workspace.LossScale = scale;
        return this;
    }

    /// <summary>Sets the place of the first window in the whole batch.</summary>
    public LayerRun FirstItem(long item)
    {
        _workspace.FirstItem = item;
        return this;
    }

    public LayerRun Forward(ulong seed = 1)
    {
        _parameters.RefreshPacked();
        _workspace.Seed = seed;
        _plan.Forward(_workspace);
        return this;
    }

    /// <summary>Starts from a gradient of the output; fills the gradients of parameters and of inputs that need one.</summary>
    public LayerRun Backward(ReadOnlySpan<float> gradOutput)
    {
        _parameters.Gradients.Clear();
        _workspace.DirectParameterGradients(_parameters.GradientPointer);
        gradOutput.CopyTo(new Span<float>(_workspace.Gradient(_plan.Output), (int)_plan.Output.Shape.Length));
        _plan.Backward(_workspace);
        return this;
    }

    public float[] InputGradient(string name)
    {
        var input = Input(name);
        return new Span<float>(_workspace.Gradient(input), (int)input.Shape.Length).ToArray();
    }

    public void Dispose()
    {
        _workspace.Dispose();
        _arena.Dispose();
        foreach (var buffer in _inputs.Values)
        {
            buffer.Dispose();
        }
    }

    Tensor Input(string name) => _graph.Tensors.Single(tensor => tensor.Name == name && tensor.Storage == tensor);
}
