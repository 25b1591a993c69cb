using Presage.Tensors.Memory;

namespace Presage.Tensors.Autodiff;

/// <summary>The operations of a model for one shape of its inputs, in the order in which they were called. Traced once, then run from a plan.</summary>
public sealed class Graph
{
    readonly List<Tensor> _tensors = [];
    readonly List<Operation> _operations = [];
    readonly Dictionary<Parameter, Tensor> _used = [];
    readonly Dictionary<Tensor, List<Tensor>> _views = [];

    /// <summary>Starts an empty graph.</summary>
    /// <param name="parameters">The parameters that its layers use; initialised.</param>
    /// <param name="batch">B, the number of windows that one run computes.</param>
    /// <param name="training">Whether gradients are computed and dropout drops.</param>
    public Graph(ParameterSet parameters, int batch, bool training)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(batch, 1);
        Parameters = parameters;
        Batch = batch;
        Training = training;
    }

    /// <summary>The parameters that the layers use.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>B, the number of windows that one run computes.</summary>
    public int Batch { get; }

    /// <summary>Whether gradients are computed and dropout drops.</summary>
    public bool Training { get; }

    internal IReadOnlyList<Tensor> Tensors => _tensors;

    internal IReadOnlyList<Operation> Operations => _operations;

    internal IReadOnlyCollection<Tensor> ParameterTensors => _used.Values;

    /// <summary>An input that differs between the windows of a batch.</summary>
    /// <param name="name">The name under which values are bound.</param>
    /// <param name="itemShape">The shape of one window, without the batch axis.</param>
    /// <param name="needsGradient">Whether a gradient with respect to it is wanted.</param>
    /// <returns>[B, itemShape…].</returns>
    public Tensor Input(string name, Shape itemShape, bool needsGradient = false)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank + 1];
        sizes[0] = Batch;
        itemShape.CopyTo(sizes[1..]);
        var shape = new Shape(sizes[..(itemShape.Rank + 1)]);
        return Add(new Tensor(this, _tensors.Count, shape, TensorKind.Input, Training && needsGradient, null, null) { Name = name });
    }

    /// <summary>An input that all windows of a batch share.</summary>
    /// <param name="name">The name under which values are bound.</param>
    /// <param name="shape">Its shape; there is no batch axis.</param>
    public Tensor Shared(string name, Shape shape) =>
        Add(new Tensor(this, _tensors.Count, shape, TensorKind.Shared, false, null, null) { Name = name });

    /// <summary>A value that never changes.</summary>
    /// <exception cref="ArgumentException">The number of values is not the shape's.</exception>
    public Tensor Constant(Shape shape, ReadOnlySpan<float> values)
    {
        if (values.Length != shape.Length)
        {
            throw new ArgumentException($"Constant {shape}: {values.Length} values, expected {shape.Length}.");
        }

        var buffer = new NativeBuffer(values.Length);
        values.CopyTo(buffer.Span());
        return Add(new Tensor(this, _tensors.Count, shape, TensorKind.Constant, false, null, null) { ConstantValues = buffer });
    }

    /// <summary>A parameter as a tensor; every use of it in the graph is the same tensor.</summary>
    public Tensor Use(Parameter parameter)
    {
        if (!_used.TryGetValue(parameter, out var tensor))
        {
            tensor = Add(new Tensor(this, _tensors.Count, parameter.Shape, TensorKind.Parameter, Training, null, null) { Parameter = parameter });
            _used.Add(parameter, tensor);
        }

        return tensor;
    }

    internal Tensor Apply(Operation operation, Shape shape)
    {
        var needsGradient = false;
        foreach (var input in operation.Inputs)
        {
            if (input.Graph != this)
            {
                throw new ArgumentException($"{operation.Name}: an input {input.Shape} belongs to another graph.");
            }

            needsGradient |= input.NeedsGradient;
        }

        var output = Add(new Tensor(this, _tensors.Count, shape, TensorKind.Computed, needsGradient, operation, null));
        operation.Output = output;
        _operations.Add(operation);
        return output;
    }

    /// <summary>The same numbers under another shape; no operation runs.</summary>
    internal Tensor View(Tensor tensor, Shape shape)
    {
        if (tensor.Shape.Length != shape.Length)
        {
            throw new ArgumentException($"Reshape: {tensor.Shape} to {shape}: {tensor.Shape.Length} values, not {shape.Length}.");
        }

        return AddView(tensor, shape, tensor.NeedsGradient);
    }

    /// <summary>The same numbers, through which no gradient passes.</summary>
    internal Tensor ViewWithoutGradient(Tensor tensor) => AddView(tensor, tensor.Shape, needsGradient: false);

    /// <summary>A tensor with its own storage and all views of it.</summary>
    internal IReadOnlyList<Tensor> ViewsOf(Tensor tensor) => _views[tensor.Storage];

    Tensor AddView(Tensor tensor, Shape shape, bool needsGradient) =>
        Add(new Tensor(this, _tensors.Count, shape, tensor.Kind, needsGradient, tensor.Producer, tensor)
        {
            Parameter = tensor.Parameter,
            ConstantValues = tensor.ConstantValues,
            Name = tensor.Name,
        });

    Tensor Add(Tensor tensor)
    {
        _tensors.Add(tensor);
        if (tensor.Storage == tensor)
        {
            _views.Add(tensor, [tensor]);
        }
        else
        {
            _views[tensor.Storage].Add(tensor);
        }

        return tensor;
    }
}
