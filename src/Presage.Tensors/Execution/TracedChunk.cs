using Presage.Tensors.Autodiff;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Execution;

/// <summary>A plan for one chunk size, and each thread's workspace for it.</summary>
sealed unsafe class TracedChunk : IDisposable
{
    readonly Workspace?[] _workspaces;

    public TracedChunk(Plan plan, int workers)
    {
        Plan = plan;
        _workspaces = new Workspace?[workers];
        Inputs = [.. plan.Graph.Tensors.Where(tensor => tensor.Kind is TensorKind.Input or TensorKind.Shared && tensor.Storage == tensor)];
    }

    public Plan Plan { get; }

    public Tensor[] Inputs { get; }

    /// <summary>Lays the workspaces over the threads' arenas, unless they are: before a run, so that no thread allocates in one.</summary>
    public void LayOver(NativeBuffer?[] arenas)
    {
        for (var worker = 0; worker < _workspaces.Length; worker++)
        {
            _workspaces[worker] ??= new Workspace(Plan, arenas[worker]!.Pointer);
        }
    }

    /// <summary>The workspace of a thread.</summary>
    public Workspace On(int worker) => _workspaces[worker]!;

    /// <summary>Forgets the workspaces, because the arenas move.</summary>
    public void Release()
    {
        for (var worker = 0; worker < _workspaces.Length; worker++)
        {
            _workspaces[worker]?.Dispose();
            _workspaces[worker] = null;
        }
    }

    public void Dispose() => Release();
}
