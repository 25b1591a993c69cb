namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Applies mean and deviation per window and channel, and a gain and bias per channel, to a sequence, or takes them off again.</summary>
/// <remarks>
/// <code>
/// normalise:    y = (x - μ) · γ/σ + β
/// denormalise:  y = (x - β) · σ/(γ + ε²) + μ        ε = 1e-5: a gain of 0 stays finite
/// </code>
/// Inputs are x [B, T, N], statistics [B, 2, N] (constants to the gradient) and, both or neither, γ [N] and β [N].
/// </remarks>
sealed unsafe class InstanceNormOperation : Operation
{
    const float GainFloor = 1e-10f;

    readonly bool _inverse;

    InstanceNormOperation(bool inverse, params Tensor[] inputs)
        : base(inputs) => _inverse = inverse;

    public override bool BackwardReadsOutput => false;

    bool IsAffine => Inputs.Count > 2;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    public static Tensor Apply(Tensor input, Tensor statistics, Tensor? gain, Tensor? bias, bool inverse)
    {
        if (input.Shape.Rank != 3 || statistics.Shape != input.Shape.With(1, 2))
        {
            throw new ArgumentException($"InstanceNorm: {input.Shape} with statistics {statistics.Shape}; [B, T, N] and [B, 2, N] are needed.");
        }

        if (gain is null || bias is null)
        {
            return input.Graph.Apply(new InstanceNormOperation(inverse, input, statistics), input.Shape);
        }

        if (gain.Shape.Length != input.Shape.Last || bias.Shape.Length != input.Shape.Last)
        {
            throw new ArgumentException($"InstanceNorm: a gain of {gain.Shape} and a bias of {bias.Shape} for {input.Shape.Last} channels.");
        }

        return input.Graph.Apply(new InstanceNormOperation(inverse, input, statistics, gain, bias), input.Shape);
    }

    public override void Forward(Workspace workspace)
    {
        var shape = Inputs[0].Shape;
        var (batch, steps, channels) = (shape[0], shape[1], shape[2]);
        for (var item = 0; item < batch; item++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var line = LineOf(workspace, item, channel);
                var input = workspace.Value(Inputs[0]) + (long)item * steps * channels + channel;
                var output = workspace.Value(Output) + (long)item * steps * channels + channel;
                for (var place = 0; place < steps * channels; place += channels)
                {
                    output[place] = (input[place] - line.Centre) * line.Scale + line.Offset;
                }
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var shape = Inputs[0].Shape;
        var (batch, steps, channels) = (shape[0], shape[1], shape[2]);
        for (var item = 0; item < batch; item++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var line = LineOf(workspace, item, channel);
                var start = (long)item * steps * channels + channel;
                var gradOutput = workspace.Gradient(Output) + start;
                if (NeedsGradient(0))
                {
                    BackwardInput(gradOutput, workspace.Gradient(Inputs[0]) + start, line.Scale, steps * channels, channels);
                }

                if (IsAffine)
                {
                    BackwardAffine(workspace, gradOutput, workspace.Value(Inputs[0]) + start, line, item, channel);
                }
            }
        }
    }

    /// <summary>The operation on one channel of a window: y = (x - centre) · scale + offset.</summary>
    Line LineOf(Workspace workspace, int item, int channel)
    {
        var channels = Inputs[0].Shape.Last;
        var statistics = workspace.Value(Inputs[1]) + (long)item * 2 * channels + channel;
        var (mean, deviation) = (statistics[0], statistics[channels]);
        if (!IsAffine)
        {
            return _inverse ? new Line(0f, deviation, mean) : new Line(mean, 1f / deviation, 0f);
        }

        var (gain, bias) = (workspace.Value(Inputs[2])[channel], workspace.Value(Inputs[3])[channel]);
        return _inverse ? new Line(bias, deviation / (gain + GainFloor), mean) : new Line(mean, gain / deviation, bias);
    }

    void BackwardInput(float* gradOutput, float* gradInput, float scale, int length, int stride)
    {
        for (var place = 0; place < length; place += stride)
        {
            var gradient = gradOutput[place] * scale;
            gradInput[place] = Accumulates[0] ? gradInput[place] + gradient : gradient;
        }
    }

    void BackwardAffine(Workspace workspace, float* gradOutput, float* input, Line line, int item, int channel)
    {
        var channels = Inputs[0].Shape.Last;
        var (gradScale, gradOffset) = (0d, 0d);
        for (var place = 0; place < Inputs[0].Shape[1] * channels; place += channels)
        {
            gradScale += gradOutput[place] * (input[place] - line.Centre);
            gradOffset += gradOutput[place];
        }

        var gain = workspace.Value(Inputs[2])[channel];
        var deviation = workspace.Value(Inputs[1])[(long)item * 2 * channels + channels + channel];
        var (gradGain, gradBias) = _inverse
            ? (-gradScale * line.Scale / (gain + GainFloor), -gradOffset * line.Scale)
            : (gradScale / deviation, gradOffset);
        Add(workspace, 2, channel, (float)gradGain, first: item == 0);
        Add(workspace, 3, channel, (float)gradBias, first: item == 0);
    }

    void Add(Workspace workspace, int index, int channel, float gradient, bool first)
    {
        if (NeedsGradient(index))
        {
            var target = workspace.Gradient(Inputs[index]) + channel;
            *target = first && !Accumulates[index] ? gradient : *target + gradient;
        }
    }

    readonly record struct Line(float Centre, float Scale, float Offset);
}
