using Presage.Tensors.Autodiff;
using Presage.Tensors.Memory;

namespace Presage.Tests.Reference;

/// <summary>
/// Runs a plan on memory of its own. Before a run it holds NaN, and after the forward pass again, except for what operations say that their
/// backward pass reads.
/// </summary>
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
        ForgetWhatBackwardDoesNotRead();
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

    void ForgetWhatBackwardDoesNotRead()
    {
        var kept = new bool[_plan.ArenaLength];
        Keep(kept, _plan.ValueOffset(_plan.Output), _plan.Output.Shape.Length);
        foreach (var operation in Graph.Operations.Where(operation => _plan.ValueOffset(operation.Output) >= 0 && operation.Output.NeedsGradient))
        {
            Keep(kept, _plan.SavedOffset(operation), operation.SavedLength(Graph.Training));
            if (operation.BackwardReadsOutput)
            {
                Keep(kept, _plan.ValueOffset(operation.Output), operation.Output.Shape.Length);
            }

            for (var index = 0; index < operation.Inputs.Count; index++)
            {
                if (operation.BackwardReadsInput(index))
                {
                    Keep(kept, _plan.ValueOffset(operation.Inputs[index]), operation.Inputs[index].Shape.Length);
                }
            }
        }

        var arena = _arena.Span();
        for (var place = 0; place < kept.Length; place++)
        {
            if (!kept[place])
            {
                arena[place] = float.NaN;
            }
        }
    }

    static void Keep(bool[] kept, long offset, long length)
    {
        if (offset >= 0)
        {
            kept.AsSpan((int)offset, (int)length).Fill(true);
        }
    }
}
