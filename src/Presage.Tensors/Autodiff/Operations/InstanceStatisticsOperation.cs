namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Mean and deviation over time of each window and channel: σ = √(variance + 1e-5), population variance. No gradient passes.</summary>
/// <remarks>
/// Inputs are values [B, T, N] and, optionally, what was observed [B, T, N], 1 or 0: then only observed steps count. The output is [B, 2, N].
/// A channel of which nothing was observed has mean 0 and deviation 1.
/// </remarks>
sealed unsafe class InstanceStatisticsOperation : Operation
{
    const double VarianceFloor = 1e-5;

    InstanceStatisticsOperation(params Tensor[] inputs)
        : base(inputs)
    {
    }

    /// <summary>Adds the operation to the inputs' graph.</summary>
    public static Tensor Apply(Tensor values, Tensor? observed)
    {
        if (values.Shape.Rank != 3)
        {
            throw new ArgumentException($"InstanceStatistics: {values.Shape}; [B, T, N] is needed.");
        }

        if (observed is not null && observed.Shape != values.Shape)
        {
            throw new ArgumentException($"InstanceStatistics: values {values.Shape} and observed {observed.Shape} differ.");
        }

        values = values.StopGradient();
        var operation = observed is null ? new InstanceStatisticsOperation(values) : new InstanceStatisticsOperation(values, observed.StopGradient());
        return values.Graph.Apply(operation, values.Shape.With(1, 2));
    }

    public override void Forward(Workspace workspace)
    {
        var shape = Inputs[0].Shape;
        var (batch, steps, channels) = (shape[0], shape[1], shape[2]);
        var values = workspace.Value(Inputs[0]);
        var observed = Inputs.Count > 1 ? workspace.Value(Inputs[1]) : null;
        var statistics = workspace.Value(Output);
        for (var item = 0; item < batch; item++)
        {
            for (var channel = 0; channel < channels; channel++)
            {
                var (mean, deviation) = OfChannel(values + channel, observed == null ? null : observed + channel, steps, channels);
                statistics[channel] = (float)mean;
                statistics[channels + channel] = (float)deviation;
            }

            values += (long)steps * channels;
            observed = observed == null ? null : observed + (long)steps * channels;
            statistics += 2 * channels;
        }
    }

    public override void Backward(Workspace workspace)
    {
        // Never called: the output counts as a constant.
    }

    static (double Mean, double Deviation) OfChannel(float* values, float* observed, int steps, int stride)
    {
        var (sum, count) = (0d, 0);
        for (var step = 0; step < steps; step++)
        {
            if (observed == null || observed[step * stride] > 0)
            {
                sum += values[step * stride];
                count++;
            }
        }

        if (count == 0)
        {
            return (0d, 1d);
        }

        var mean = sum / count;
        var squares = 0d;
        for (var step = 0; step < steps; step++)
        {
            if (observed == null || observed[step * stride] > 0)
            {
                var difference = values[step * stride] - mean;
                squares += difference * difference;
            }
        }

        return (mean, Math.Sqrt(squares / count + VarianceFloor));
    }
}
