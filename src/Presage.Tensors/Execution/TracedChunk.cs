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

    /// <summary>The workspace of a thread, laid over its arena on first use.</summary>
    public Workspace On(int worker, NativeBuffer arena) => _workspaces[worker] ??= new Workspace(Plan, arena.Pointer);

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
