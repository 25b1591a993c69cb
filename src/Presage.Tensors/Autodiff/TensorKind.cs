namespace Presage.Tensors.Autodiff;

/// <summary>Where a tensor's numbers come from.</summary>
enum TensorKind
{
    /// <summary>Bound from outside for each chunk of a batch; the first axis runs over the batch.</summary>
    Input,

    /// <summary>Bound from outside once for the whole batch.</summary>
    Shared,

    /// <summary>Learned.</summary>
    Parameter,

    /// <summary>Fixed when the graph was traced.</summary>
    Constant,

    /// <summary>Computed by an operation.</summary>
    Computed,
}
