namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The workspace's loss scale × Σ w max(q e, (q - 1) e) with e = target - forecast, as [1] (Koenker and Bassett 1978).</summary>
/// <remarks>
/// Inputs are the forecast [any…, Q] of a quantile q each, the target [any…] and, if there is one, the weight [any…]. At e = 0 the gradient
/// is 0.
/// </remarks>
sealed unsafe class QuantileLossOperation : Operation
{
    readonly float[] _levels;
    readonly int _rows;

    QuantileLossOperation(float[] levels, Tensor[] inputs)
        : base(inputs)
    {
        _levels = levels;
        _rows = checked((int)inputs[1].Shape.Length);
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit, or a level is not between 0 and 1.</exception>
    public static Tensor Apply(Tensor forecast, Tensor target, ReadOnlySpan<float> levels, Tensor? weight)
    {
        if (forecast.Shape.Last != levels.Length || forecast.Shape.Length != target.Shape.Length * levels.Length
            || forecast.Shape.Without(-1) != target.Shape)
        {
            throw new ArgumentException($"Quantile: forecast {forecast.Shape}, target {target.Shape}, {levels.Length} levels.");
        }

        foreach (var level in levels)
        {
            if (level is not (> 0f and < 1f))
            {
                throw new ArgumentException($"Quantile: a level of {level}; between 0 and 1 is possible.");
            }
        }

        Tensor[] inputs = weight is null
            ? [forecast, target.StopGradient()]
            : [forecast, target.StopGradient(), weight.StopGradient().Expand(target.Shape)];
        return forecast.Graph.Apply(new QuantileLossOperation(levels.ToArray(), inputs), new Shape(1));
    }

    public override void Forward(Workspace workspace)
    {
        var forecast = workspace.Value(Inputs[0]);
        var target = workspace.Value(Inputs[1]);
        var weight = Weight(workspace);
        var total = 0d;
        for (var row = 0; row < _rows; row++, forecast += _levels.Length)
        {
            var sum = 0f;
            for (var index = 0; index < _levels.Length; index++)
            {
                var error = target[row] - forecast[index];
                sum += MathF.Max(_levels[index] * error, (_levels[index] - 1f) * error);
            }

            total += weight == null ? sum : weight[row] == 0f ? 0f : weight[row] * sum;
        }

        *workspace.Value(Output) = (float)(workspace.LossScale * total);
    }

    public override void Backward(Workspace workspace)
    {
        var forecast = workspace.Value(Inputs[0]);
        var target = workspace.Value(Inputs[1]);
        var weight = Weight(workspace);
        var gradient = workspace.Gradient(Inputs[0]);
        var scale = workspace.LossScale * *workspace.Gradient(Output);
        for (var row = 0; row < _rows; row++, forecast += _levels.Length, gradient += _levels.Length)
        {
            var factor = weight == null ? scale : scale * weight[row];
            for (var index = 0; index < _levels.Length; index++)
            {
                var error = target[row] - forecast[index];
                var slope = error > 0f ? -_levels[index] : error < 0f ? 1f - _levels[index] : 0f;
                gradient[index] = (Accumulates[0] ? gradient[index] : 0f) + factor * slope;
            }
        }
    }

    float* Weight(Workspace workspace) => Inputs.Count > 2 ? workspace.Value(Inputs[2]) : null;
}
