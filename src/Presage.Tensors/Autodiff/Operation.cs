namespace Presage.Tensors.Autodiff;

/// <summary>One node of a graph: how an output is computed from inputs, and how the output's gradient reaches them.</summary>
/// <remarks>
/// An operation is made once, when a graph is traced, and run for every chunk of every batch, by several threads at a time, each with its own
/// <see cref="Workspace"/>: it must not keep state of a run in its fields, and must not allocate.
/// </remarks>
abstract unsafe class Operation
{
    readonly Tensor[] _inputs;
    Tensor? _output;

    protected Operation(params Tensor[] inputs)
    {
        _inputs = inputs;
        Accumulates = new bool[inputs.Length];
    }

    /// <summary>The name that plans and error messages show.</summary>
    public virtual string Name => GetType().Name.Replace("Operation", "", StringComparison.Ordinal);

    public IReadOnlyList<Tensor> Inputs => _inputs;

    public Tensor Output
    {
        get => _output ?? throw new InvalidOperationException($"{Name} was not added to a graph.");
        internal set => _output = value;
    }

    /// <summary>Whether the gradient of input i is added to what is there (true) or is its first part and overwrites (false); set by the plan.</summary>
    public bool[] Accumulates { get; }

    /// <summary>
    /// Whether <see cref="Backward"/> can overwrite. Where it only ever adds (a slice touches a part of its input), the plan zeroes the gradient first
    /// and <see cref="Accumulates"/> is always true.
    /// </summary>
    public virtual bool CanOverwriteGradient => true;

    /// <summary>Whether <see cref="Backward"/> reads the values of input i; memory that nobody reads again is reused.</summary>
    public virtual bool BackwardReadsInput(int index) => true;

    /// <summary>Whether <see cref="Backward"/> reads the output's values.</summary>
    public virtual bool BackwardReadsOutput => true;

    /// <summary>Floats that <see cref="Forward"/> leaves for <see cref="Backward"/>; in inference they last for the call only.</summary>
    /// <param name="training">Whether a backward pass follows.</param>
    public virtual long SavedLength(bool training) => 0;

    /// <summary>Floats needed during one call only; their content is undefined at its start.</summary>
    /// <param name="training">Whether a backward pass follows.</param>
    public virtual long ScratchLength(bool training) => 0;

    /// <summary>Computes the output.</summary>
    public abstract void Forward(Workspace workspace);

    /// <summary>
    /// Adds the gradient of each input that needs one, in the order of the inputs, or overwrites where <see cref="Accumulates"/> is false.
    /// </summary>
    public abstract void Backward(Workspace workspace);

    protected bool NeedsGradient(int index) => _inputs[index].NeedsGradient;
}
