namespace Presage.Tensors.Kernels;

/// <summary>The values that a gradient is computed from, besides the output's gradient.</summary>
[Flags]
enum Operands
{
    /// <summary>None.</summary>
    None = 0,

    /// <summary>The first input.</summary>
    First = 1,

    /// <summary>The second input.</summary>
    Second = 2,

    /// <summary>The output.</summary>
    Output = 4,
}
