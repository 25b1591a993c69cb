using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y[b, t] = Σ_k x[b, t stride + k dilation - before] W[k] + bias: a convolution over time.</summary>
/// <remarks>
/// The windows of neighbouring outputs overlap in memory, so a matrix whose rows are a stride apart holds all of them without a copy: one
/// product per item if the taps are neighbours, one per tap if they are dilated. Only a padded item is copied, to scratch.
/// </remarks>
sealed unsafe class ConvolutionOperation : Operation
{
    readonly ConvolutionShape _shape;
    readonly PackedWeight[] _weights;
    readonly PackedWeight[] _transposedWeights;

    ConvolutionOperation(Tensor[] inputs, ConvolutionShape shape)
        : base(inputs)
    {
        _shape = shape;
        var weight = inputs[1];
        _weights = [];
        _transposedWeights = [];
        if (weight.Kind != TensorKind.Parameter)
        {
            return;
        }

        var set = weight.Graph.Parameters;
        var tap = (long)shape.Features * shape.Outputs;
        _weights = new PackedWeight[shape.Taps / shape.TapsPerProduct];
        for (var index = 0; index < _weights.Length; index++)
        {
            _weights[index] = set.Pack(
                weight.Parameter!, index * tap, shape.TapsPerProduct * shape.Features, shape.Outputs, shape.Outputs, transposed: false);
        }

        if (inputs[0].NeedsGradient)
        {
            _transposedWeights = new PackedWeight[shape.Taps];
            for (var index = 0; index < shape.Taps; index++)
            {
                _transposedWeights[index] = set.Pack(
                    weight.Parameter!, index * tap, shape.Outputs, shape.Features, shape.Outputs, transposed: true);
            }
        }
    }

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor? bias, TimePadding padding, int dilation, int stride)
    {
        var shape = new ConvolutionShape(input.Shape, weight.Shape, padding, dilation, stride);
        if (bias is not null && bias.Shape.Length != shape.Outputs)
        {
            throw new ArgumentException($"Convolve: a bias of {bias.Shape} for {shape.Outputs} outputs.");
        }

        Tensor[] inputs = bias is null ? [input, weight] : [input, weight, bias];
        return input.Graph.Apply(new ConvolutionOperation(inputs, shape), new Shape(shape.Batch, shape.OutputSteps, shape.Outputs));
    }

    public override bool BackwardReadsInput(int index) => index switch
    {
        0 => NeedsGradient(1),
        1 => NeedsGradient(0),
        _ => false,
    };

    public override long ScratchLength(bool training)
    {
        var packed = Math.Max(
            Gemm.PackedLength(_shape.TapsPerProduct * _shape.Features, _shape.Outputs), Gemm.PackedLength(_shape.Outputs, _shape.Features));
        return _shape.PaddedLength + packed;
    }

    public override void Forward(Workspace workspace)
    {
        var inner = _shape.TapsPerProduct * _shape.Features;
        var output = workspace.Value(Output);
        for (var item = 0; item < _shape.Batch; item++)
        {
            var padded = Padded(workspace, item);
            for (var tap = 0; tap < _shape.Taps; tap += _shape.TapsPerProduct)
            {
                Gemm.Multiply(
                    _shape.OutputSteps, _shape.Outputs, inner, padded + (nint)tap * _shape.Dilation * _shape.Features,
                    _shape.Stride * _shape.Features, Packed(workspace, tap), output + (nint)item * _shape.OutputSteps * _shape.Outputs,
                    _shape.Outputs, accumulate: tap > 0);
            }
        }

        if (Inputs.Count > 2)
        {
            Rows.AddBias(output, _shape.Batch * _shape.OutputSteps, _shape.Outputs, _shape.Outputs, workspace.Value(Inputs[2]));
        }
    }

    public override void Backward(Workspace workspace)
    {
        if (NeedsGradient(0))
        {
            BackwardInput(workspace);
        }

        if (NeedsGradient(1))
        {
            BackwardWeight(workspace);
        }

        if (Inputs.Count > 2 && NeedsGradient(2))
        {
            Reductions.ColumnSum(
                workspace.Gradient(Output), _shape.Batch * _shape.OutputSteps, _shape.Outputs, _shape.Outputs,
                workspace.Gradient(Inputs[2]), Accumulates[2]);
        }
    }

    void BackwardInput(Workspace workspace)
    {
        var gradInput = workspace.Gradient(Inputs[0]);
        if (!Accumulates[0])
        {
            Elementwise.Fill(gradInput, 0f, checked((int)Inputs[0].Shape.Length));
        }

        var padded = workspace.Scratch;
        for (var item = 0; item < _shape.Batch; item++)
        {
            var gradItem = gradInput + (nint)item * _shape.Steps * _shape.Features;
            var sums = _shape.IsPadded ? padded : gradItem;
            if (_shape.IsPadded)
            {
                Elementwise.Fill(padded, 0f, _shape.PaddedLength);
            }

            for (var tap = 0; tap < _shape.Taps; tap++)
            {
                Gemm.Multiply(
                    _shape.OutputSteps, _shape.Features, _shape.Outputs, GradientOfItem(workspace, item), _shape.Outputs,
                    PackedTransposed(workspace, tap), sums + (nint)tap * _shape.Dilation * _shape.Features, _shape.Stride * _shape.Features,
                    accumulate: true);
            }

            if (_shape.IsPadded)
            {
                AddUnpadded(padded, gradItem);
            }
        }
    }

    void BackwardWeight(Workspace workspace)
    {
        var gradWeight = workspace.Gradient(Inputs[1]);
        for (var item = 0; item < _shape.Batch; item++)
        {
            var padded = Padded(workspace, item);
            for (var tap = 0; tap < _shape.Taps; tap += _shape.TapsPerProduct)
            {
                Gemm.MultiplyTransposedLeft(
                    _shape.TapsPerProduct * _shape.Features, _shape.Outputs, _shape.OutputSteps,
                    padded + (nint)tap * _shape.Dilation * _shape.Features, _shape.Stride * _shape.Features,
                    GradientOfItem(workspace, item), _shape.Outputs, gradWeight + (nint)tap * _shape.Features * _shape.Outputs, _shape.Outputs, Accumulates[1] || item > 0);
            }
        }
    }

    float* GradientOfItem(Workspace workspace, int item) =>
        workspace.Gradient(Output) + (nint)item * _shape.OutputSteps * _shape.Outputs;

    float* Packed(Workspace workspace, int tap)
    {
        if (_weights.Length > 0)
        {
            return _weights[tap / _shape.TapsPerProduct].Pointer;
        }

        var target = workspace.Scratch + _shape.PaddedLength;
        var weight = workspace.Value(Inputs[1]) + (nint)tap * _shape.Features * _shape.Outputs;
        Gemm.Pack(_shape.TapsPerProduct * _shape.Features, _shape.Outputs, weight, _shape.Outputs, target);
        return target;
    }

    float* PackedTransposed(Workspace workspace, int tap)
    {
        if (_transposedWeights.Length > 0)
        {
            return _transposedWeights[tap].Pointer;
        }

        var target = workspace.Scratch + _shape.PaddedLength;
        var weight = workspace.Value(Inputs[1]) + (nint)tap * _shape.Features * _shape.Outputs;
        Gemm.PackTransposed(_shape.Outputs, _shape.Features, weight, _shape.Outputs, target);
        return target;
    }

    /// <summary>An item with its padding, in scratch; where it lies, if it has none.</summary>
    float* Padded(Workspace workspace, int item)
    {
        var input = workspace.Value(Inputs[0]) + (nint)item * _shape.Steps * _shape.Features;
        if (!_shape.IsPadded)
        {
            return input;
        }

        var padded = workspace.Scratch;
        for (var step = 0; step < _shape.PaddedSteps; step++)
        {
            var source = Source(step);
            if (source < 0)
            {
                Elementwise.Fill(padded + (nint)step * _shape.Features, 0f, _shape.Features);
            }
            else if (step == _shape.Before)
            {
                Elementwise.Copy(input, padded + (nint)step * _shape.Features, _shape.Steps * _shape.Features);
                step += _shape.Steps - 1;
            }
            else
            {
                Elementwise.Copy(input + (nint)source * _shape.Features, padded + (nint)step * _shape.Features, _shape.Features);
            }
        }

        return padded;
    }

    /// <summary>Adds the gradient of a padded item to the item's.</summary>
    void AddUnpadded(float* padded, float* gradItem)
    {
        for (var step = 0; step < _shape.PaddedSteps; step++)
        {
            if (Source(step) is >= 0 and var source)
            {
                Elementwise.Accumulate(padded + (nint)step * _shape.Features, gradItem + (nint)source * _shape.Features, _shape.Features);
            }
        }
    }

    /// <summary>The step of the input that a padded step shows; -1 for a zero.</summary>
    int Source(int paddedStep)
    {
        var step = paddedStep - _shape.Before;
        if (_shape.Padding == TimePadding.Circular)
        {
            return (step % _shape.Steps + _shape.Steps) % _shape.Steps;
        }

        return step >= 0 && step < _shape.Steps ? step : -1;
    }
}
