namespace Presage.Tensors.Autodiff;

/// <summary>What stands in the places that padding adds.</summary>
public enum PadMode
{
    /// <summary>A constant.</summary>
    Constant,

    /// <summary>The first or last value.</summary>
    Replicate,

    /// <summary>The values of the other end.</summary>
    Circular,
}
