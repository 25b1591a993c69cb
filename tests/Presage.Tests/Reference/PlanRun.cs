using Presage.Tensors.Autodiff;
using Presage.Tensors.Memory;

namespace Presage.Tests.Reference;

/// <summary>Runs a plan on memory of its own, which holds NaN before each run.</summary>
sealed unsafe class PlanRun : IDisposable
{
    readonly Plan _plan;
    readonly NativeBuffer _arena;
    readonly NativeBuffer _gradients;
    readonly Workspace _workspace;

    public PlanRun(Plan plan)
    {
        _plan = plan;
        _arena = new NativeBuffer(plan.ArenaLength);
        _gradients = new NativeBuffer(Math.Max(1, plan.Graph.Parameters.Length));
        _workspace = new Workspace(plan, _arena.Pointer);
        _workspace.DirectParameterGradients(_gradients.Pointer);
    }

    public Graph Graph => _plan.Graph;

    public float LossScale
    {
        get => _workspace.LossScale;
        init => _workspace.LossScale = value;
    }

    public ulong Seed
    {
        get => _workspace.Seed;
        set => _workspace.Seed = value;
    }

    public long FirstItem
    {
        get => _workspace.FirstItem;
        set => _workspace.FirstItem = value;
    }

    /// <summary>The values of the plan's output.</summary>
    public ReadOnlySpan<float> Output => Values(_plan.Output);

    /// <summary>Computes a function of constants.</summary>
    /// <returns>The output's values.</returns>
    public static float[] Compute(Func<Graph, Tensor> build, int batch = 1, bool training = false)
    {
        using var set = new ParameterSet();
        set.Initialize(1);
        var graph = new Graph(set, batch, training);
        using var run = new PlanRun(new Plan(graph, build(graph)));
        run.Forward();
        return run.Output.ToArray();
    }

    public void Bind(Tensor input, NativeBuffer values) => _workspace.Bind(input, values.Pointer);

    public void Forward()
    {
        Graph.Parameters.RefreshPacked();
        _arena.Span().Fill(float.NaN);
        _plan.Forward(_workspace);
    }

    /// <summary>Runs backward from a gradient of the output, into cleared gradients of the parameters.</summary>
    public void Backward(ReadOnlySpan<float> gradient)
    {
        _gradients.Span().Clear();
        gradient.CopyTo(new Span<float>(_workspace.Gradient(_plan.Output), gradient.Length));
        _plan.Backward(_workspace);
    }

    public ReadOnlySpan<float> Gradient(Parameter parameter) => _gradients.Span(parameter.Offset, (int)parameter.Shape.Length);

    public ReadOnlySpan<float> Gradient(Tensor tensor) => new(_workspace.Gradient(tensor), (int)tensor.Shape.Length);

    public ReadOnlySpan<float> Values(Tensor tensor) => new(_workspace.Value(tensor), (int)tensor.Shape.Length);

    public void Dispose()
    {
        _workspace.Dispose();
        _gradients.Dispose();
        _arena.Dispose();
    }
}
