using System.Runtime.InteropServices;

namespace Presage.Tensors.Autodiff;

/// <summary>The numbers of one plan for one thread: where each tensor's values and gradients lie while a chunk is computed.</summary>
sealed unsafe class Workspace : IDisposable
{
    readonly Plan _plan;
    readonly float* _arena;
    readonly Tensor[] _parameterTensors;
    float** _values;
    float** _gradients;

    /// <summary>Lays a plan over a thread's arena.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="arena">At least <see cref="Plan.ArenaLength"/> floats, 64-byte aligned; plans that never run at the same time may share it.</param>
    public Workspace(Plan plan, float* arena)
    {
        _plan = plan;
        _arena = arena;
        _parameterTensors = [.. plan.Graph.Tensors.Where(tensor => tensor.Kind == TensorKind.Parameter)];
        var count = (nuint)plan.Graph.Tensors.Count;
        _values = (float**)NativeMemory.AllocZeroed(count, (nuint)sizeof(float*));
        _gradients = (float**)NativeMemory.AllocZeroed(count, (nuint)sizeof(float*));
        foreach (var tensor in plan.Graph.Tensors)
        {
            var valueOffset = plan.ValueOffset(tensor);
            _values[tensor.Id] = valueOffset >= 0 ? arena + valueOffset : null;
            var gradientOffset = plan.GradientOffset(tensor);
            _gradients[tensor.Id] = gradientOffset >= 0 ? arena + gradientOffset : null;
        }

        foreach (var tensor in plan.Graph.Tensors)
        {
            if (tensor.Kind == TensorKind.Parameter)
            {
                _values[tensor.Id] = plan.Graph.Parameters.ValuePointer + tensor.Parameter!.Offset;
            }
            else if (tensor.Kind == TensorKind.Constant)
            {
                _values[tensor.Id] = tensor.ConstantValues!.Pointer;
            }
        }
    }

    ~Workspace() => Free();

    /// <summary>What every loss is multiplied by: one over the number of values, or the sum of weights, in the whole batch.</summary>
    public float LossScale { get; set; } = 1f;

    /// <summary>The seed of this step's random decisions.</summary>
    public ulong Seed { get; set; }

    /// <summary>The place in the batch of the chunk's first item, so that random decisions do not depend on how a batch is cut.</summary>
    public long FirstItem { get; set; }

    /// <summary>The chunk's share of the batch, in (0, 1].</summary>
    public float BatchShare { get; set; } = 1f;

    /// <summary>Memory for the running call only.</summary>
    public float* Scratch => _arena + _plan.ScratchOffset;

    public float* Value(Tensor tensor) => _values[tensor.Id];

    public float* Gradient(Tensor tensor) => _gradients[tensor.Id];

    public float* Saved(Operation operation) => _arena + _plan.SavedOffset(operation);

    /// <summary>Binds an input or shared tensor, and the views of it.</summary>
    public void Bind(Tensor input, float* values)
    {
        var views = _plan.Graph.ViewsOf(input);
        for (var index = 0; index < views.Count; index++)
        {
            _values[views[index].Id] = values;
        }
    }

    /// <summary>Directs the gradients of all parameters to a buffer laid out as the parameter set.</summary>
    public void DirectParameterGradients(float* gradients)
    {
        foreach (var tensor in _parameterTensors)
        {
            _gradients[tensor.Id] = gradients + tensor.Parameter!.Offset;
        }
    }

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    void Free()
    {
        NativeMemory.Free(_values);
        NativeMemory.Free(_gradients);
        _values = null;
        _gradients = null;
    }
}
