namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Which factor of a matrix product is transposed.</summary>
enum MatMulForm
{
    /// <summary>A B.</summary>
    Plain,

    /// <summary>A Bᵀ.</summary>
    TransposedRight,

    /// <summary>Aᵀ B.</summary>
    TransposedLeft,
}
