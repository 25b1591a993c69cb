namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = f(x), number by number.</summary>
sealed unsafe class UnaryOperation : Operation
{
    readonly UnaryFunction _function;
    readonly int _length;

    UnaryOperation(Tensor input, UnaryFunction function)
        : base(input)
    {
        _function = function;
        _length = checked((int)input.Shape.Length);
    }

    public override string Name => _function.Name;

    public override bool BackwardReadsOutput => _function.Saved == SavedValue.Output;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, UnaryFunction function) =>
        input.Graph.Apply(new UnaryOperation(input, function), input.Shape);

    public override bool BackwardReadsInput(int index) => _function.Saved == SavedValue.Input;

    public override void Forward(Workspace workspace) => _function.Forward(workspace.Value(Inputs[0]), workspace.Value(Output), _length);

    public override void Backward(Workspace workspace)
    {
        var saved = workspace.Value(_function.Saved == SavedValue.Output ? Output : Inputs[0]);
        _function.Backward(workspace.Gradient(Output), saved, workspace.Gradient(Inputs[0]), _length, Accumulates[0]);
    }
}
