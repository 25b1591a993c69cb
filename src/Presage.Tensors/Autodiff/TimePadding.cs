namespace Presage.Tensors.Autodiff;

/// <summary>What a convolution sees beyond the ends of the time axis.</summary>
public enum TimePadding
{
    /// <summary>Nothing: the output is shorter.</summary>
    None,

    /// <summary>Zeros at both ends, so that the output is as long as the input; one more at the end if their number is odd.</summary>
    Same,

    /// <summary>Zeros before the start only: no output sees a later input.</summary>
    Causal,

    /// <summary>The other end, at both ends.</summary>
    Circular,
}
