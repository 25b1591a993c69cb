namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The value that a function's gradient is computed from.</summary>
enum SavedValue
{
    /// <summary>None.</summary>
    None,

    /// <summary>Its input.</summary>
    Input,

    /// <summary>Its output.</summary>
    Output,
}
