namespace Presage.Tensors.Kernels;

/// <summary>The function after a linear map.</summary>
public enum Activation
{
    /// <summary>None: the value itself.</summary>
    None,

    /// <summary>max(u, 0).</summary>
    Relu,

    /// <summary>u Phi(u), the exact form.</summary>
    Gelu,

    /// <summary>tanh u.</summary>
    Tanh,

    /// <summary>1 / (1 + e^-u).</summary>
    Sigmoid,

    /// <summary>u / (1 + e^-u).</summary>
    Silu,
}
