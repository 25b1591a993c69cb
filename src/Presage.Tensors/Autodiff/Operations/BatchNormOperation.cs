using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Gives each column mean 0 and variance 1 over all rows of a chunk, then a gain and bias.</summary>
/// <remarks>
/// Inputs are x [rows…, C], γ, β, and the running mean and variance, all [C]. In training the chunk's own mean and variance hold, and the step
/// by which the running ones approach them is left as their gradient: <see cref="ParameterSet.AbsorbStatistics"/> takes it.
/// In inference the running ones hold.
/// </remarks>
sealed unsafe class BatchNormOperation : Operation
{
    const float VarianceFloor = 1e-5f;
    const float Momentum = 0.1f;

    readonly bool _training;
    readonly int _rows;
    readonly int _columns;

    BatchNormOperation(Tensor input, params Tensor[] parameters)
        : base([input, .. parameters])
    {
        _training = input.Graph.Training;
        _columns = input.Shape.Last;
        _rows = checked((int)(input.Shape.Length / _columns));
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    public static Tensor Apply(Tensor input, Tensor gain, Tensor bias, Tensor runningMean, Tensor runningVariance)
    {
        if (gain.Shape.Length != input.Shape.Last)
        {
            throw new ArgumentException($"BatchNorm: {input.Shape} for {gain.Shape.Length} columns.");
        }

        return input.Graph.Apply(new BatchNormOperation(input, gain, bias, runningMean, runningVariance), input.Shape);
    }

    // Mean and variance, then the reciprocal deviation.
    public override long SavedLength(bool training) => 3L * _columns;

    public override long ScratchLength(bool training) => 4L * _columns;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var mean = workspace.Saved(this);
        var variance = mean + _columns;
        var reciprocal = variance + _columns;
        var scale = workspace.Scratch;
        if (_training)
        {
            ColumnNorm.Moments(input, _rows, _columns, mean, variance);
        }
        else
        {
            Elementwise.Copy(workspace.Value(Inputs[3]), mean, _columns);
            Elementwise.Copy(workspace.Value(Inputs[4]), variance, _columns);
        }

        var gain = workspace.Value(Inputs[1]);
        for (var column = 0; column < _columns; column++)
        {
            reciprocal[column] = 1f / MathF.Sqrt(variance[column] + VarianceFloor);
            scale[column] = gain[column] * reciprocal[column];
        }

        ColumnNorm.Apply(input, _rows, _columns, mean, scale, workspace.Value(Inputs[2]), workspace.Value(Output));
    }

    public override void Backward(Workspace workspace)
    {
        var gradient = workspace.Gradient(Output);
        var input = workspace.Value(Inputs[0]);
        var mean = workspace.Saved(this);
        var variance = mean + _columns;
        var reciprocal = variance + _columns;
        var sum = workspace.Scratch;
        var product = sum + _columns;
        ColumnNorm.GradientSums(gradient, input, _rows, _columns, mean, sum, product);
        for (var column = 0; column < _columns; column++)
        {
            Add(workspace, 1, column, product[column] * reciprocal[column]);
            Add(workspace, 2, column, sum[column]);
            Approach(workspace, 3, column, mean[column]);
            Approach(workspace, 4, column, variance[column] * _rows / Math.Max(1, _rows - 1));
        }

        if (NeedsGradient(0))
        {
            var gain = workspace.Value(Inputs[1]);
            var scale = product + _columns;
            var slope = scale + _columns;
            for (var column = 0; column < _columns; column++)
            {
                scale[column] = gain[column] * reciprocal[column];
                slope[column] = product[column] * reciprocal[column] * reciprocal[column] / _rows;
                sum[column] /= _rows;
            }

            ColumnNorm.Backward(gradient, input, _rows, _columns, mean, scale, sum, slope, workspace.Gradient(Inputs[0]), Accumulates[0]);
        }
    }

    void Approach(Workspace workspace, int index, int column, float observed) =>
        Add(workspace, index, column, Momentum * workspace.BatchShare * (workspace.Value(Inputs[index])[column] - observed));

    void Add(Workspace workspace, int index, int column, float gradient)
    {
        if (NeedsGradient(index))
        {
            var target = workspace.Gradient(Inputs[index]) + column;
            *target = Accumulates[index] ? *target + gradient : gradient;
        }
    }
}
