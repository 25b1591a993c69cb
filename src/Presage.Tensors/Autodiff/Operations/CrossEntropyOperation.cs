using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The workspace's loss scale × Σ w (log Σ e^x - x[class]), as [1]: the softmax and its cross-entropy in one.</summary>
/// <remarks>
/// Inputs are the logits [any…, C], the targets and, if there is one, the weight [any…]. Targets are classes [any…], whole numbers
/// from 0 to C - 1, or probabilities [any…, C]. Kept for backward is the softmax.
/// </remarks>
sealed unsafe class CrossEntropyOperation : Operation
{
    readonly int _rows;
    readonly int _classes;
    readonly bool _probabilities;

    CrossEntropyOperation(Tensor[] inputs)
        : base(inputs)
    {
        _classes = inputs[0].Shape.Last;
        _rows = checked((int)(inputs[0].Shape.Length / _classes));
        _probabilities = inputs[1].Shape == inputs[0].Shape;
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor logits, Tensor target, Tensor? weight)
    {
        var rows = logits.Shape.Without(-1);
        if (target.Shape != logits.Shape && target.Shape != rows)
        {
            throw new ArgumentException(
                $"CrossEntropy: logits {logits.Shape}, targets {target.Shape}; classes {rows} or probabilities are needed.");
        }

        Tensor[] inputs = weight is null
            ? [logits, target.StopGradient()]
            : [logits, target.StopGradient(), weight.StopGradient().Expand(rows)];
        return logits.Graph.Apply(new CrossEntropyOperation(inputs), new Shape(1));
    }

    public override long SavedLength(bool training) => (long)_rows * _classes;

    public override bool BackwardReadsInput(int index) => index > 0;

    public override void Forward(Workspace workspace)
    {
        var logarithms = workspace.Saved(this);
        var target = workspace.Value(Inputs[1]);
        LogSoftmaxLoops.Forward(workspace.Value(Inputs[0]), logarithms, _rows, _classes);
        var weight = Weight(workspace);
        var total = 0d;
        for (var row = 0; row < _rows; row++, logarithms += _classes)
        {
            if (weight == null || weight[row] != 0f)
            {
                total += (weight == null ? 1d : weight[row]) * RowLoss(logarithms, target, row);
            }
        }

        *workspace.Value(Output) = (float)(workspace.LossScale * total);
        Elementwise.Exp(workspace.Saved(this), workspace.Saved(this), _rows * _classes);
    }

    public override void Backward(Workspace workspace)
    {
        var softmax = workspace.Saved(this);
        var target = workspace.Value(Inputs[1]);
        var gradient = workspace.Gradient(Inputs[0]);
        var weight = Weight(workspace);
        var scale = workspace.LossScale * *workspace.Gradient(Output);
        for (var row = 0; row < _rows; row++, softmax += _classes, gradient += _classes)
        {
            if (!Accumulates[0])
            {
                Elementwise.Fill(gradient, 0f, _classes);
            }

            if (weight == null || weight[row] != 0f)
            {
                AddRowGradient(gradient, softmax, target, row, weight == null ? scale : scale * weight[row]);
            }
        }
    }

    double RowLoss(float* logarithms, float* target, int row)
    {
        if (!_probabilities)
        {
            return -logarithms[Class(target[row])];
        }

        var sum = 0d;
        for (var index = 0; index < _classes; index++)
        {
            var probability = target[(nint)row * _classes + index];
            sum -= probability == 0f ? 0d : probability * (double)logarithms[index];
        }

        return sum;
    }

    void AddRowGradient(float* gradient, float* softmax, float* target, int row, float scale)
    {
        if (!_probabilities)
        {
            for (var index = 0; index < _classes; index++)
            {
                gradient[index] += scale * softmax[index];
            }

            gradient[Class(target[row])] -= scale;
            return;
        }

        var probabilities = target + (nint)row * _classes;
        var total = 0f;
        for (var index = 0; index < _classes; index++)
        {
            total += probabilities[index];
        }

        for (var index = 0; index < _classes; index++)
        {
            gradient[index] += scale * (total * softmax[index] - probabilities[index]);
        }
    }

    int Class(float value) =>
        value >= 0f && value < _classes ? (int)value : throw new ArgumentException($"CrossEntropy: class {value} of {_classes}.");

    float* Weight(Workspace workspace) => Inputs.Count > 2 ? workspace.Value(Inputs[2]) : null;
}
