namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The sizes of a convolution over time: x [B, T, F], W [K, F, G], y [B, T', G].</summary>
readonly record struct ConvolutionShape
{
    /// <exception cref="ArgumentException">The shapes do not fit, or nothing is left of the time axis.</exception>
    public ConvolutionShape(Shape input, Shape weight, TimePadding padding, int dilation, int stride)
    {
        if (input.Rank != 3 || weight.Rank != 3 || input[2] != weight[1])
        {
            throw new ArgumentException($"Convolve: {input} by {weight}; [B, T, F] by [K, F, G] is needed.");
        }

        if (dilation < 1 || stride < 1)
        {
            throw new ArgumentException($"Convolve: dilation {dilation}, stride {stride}; at least 1 is needed.");
        }

        (Batch, Steps, Features) = (input[0], input[1], input[2]);
        (Taps, Outputs) = (weight[0], weight[2]);
        (Padding, Dilation, Stride) = (padding, dilation, stride);
        var reach = checked((Taps - 1) * dilation);
        (Before, After) = padding switch
        {
            TimePadding.None => (0, 0),
            TimePadding.Causal => (reach, 0),
            _ => (reach / 2, reach - reach / 2),
        };
        if (PaddedSteps <= reach)
        {
            throw new ArgumentException(
                $"Convolve: {input} by {weight} with dilation {dilation}: {PaddedSteps} steps, {reach + 1} are needed.");
        }

        OutputSteps = (PaddedSteps - reach - 1) / stride + 1;
    }

    public int Batch { get; }

    public int Steps { get; }

    public int Features { get; }

    public int Taps { get; }

    public int Outputs { get; }

    public TimePadding Padding { get; }

    public int Dilation { get; }

    public int Stride { get; }

    public int Before { get; }

    public int After { get; }

    public int OutputSteps { get; }

    public int PaddedSteps => Before + Steps + After;

    /// <summary>The numbers of one padded window.</summary>
    public int PaddedLength => checked(PaddedSteps * Features);

    public bool IsPadded => PaddedSteps != Steps;

    /// <summary>The steps beside each other that one product covers: all taps if they are neighbours, else each tap is a product.</summary>
    public int TapsPerProduct => Dilation == 1 ? Taps : 1;
}
