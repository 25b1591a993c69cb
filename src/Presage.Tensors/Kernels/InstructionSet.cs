namespace Presage.Tensors.Kernels;

/// <summary>The vector instructions a kernel runs on.</summary>
enum InstructionSet
{
    /// <summary>128-bit vectors of the runtime, on any processor.</summary>
    Portable,

    /// <summary>256-bit vectors with fused multiply-add.</summary>
    Avx2,

    /// <summary>512-bit vectors with masks.</summary>
    Avx512,
}
