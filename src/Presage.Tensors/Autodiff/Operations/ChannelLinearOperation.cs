using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y[b, n] = x[b, n] W[n] + b[n]: a linear map of its own for each channel.</summary>
/// <remarks>Inputs are x [B, N, k], W [N, k, m], a parameter, and b [N, m]; the output is [B, N, m]. The channels' rows are read in place.</remarks>
sealed unsafe class ChannelLinearOperation : Operation
{
    readonly int _batch;
    readonly int _channels;
    readonly int _inner;
    readonly int _columns;
    readonly PackedWeight[] _weights;
    readonly PackedWeight[] _transposedWeights;

    ChannelLinearOperation(Tensor input, Tensor weight, Tensor bias)
        : base(input, weight, bias)
    {
        (_batch, _channels, _inner, _columns) = (input.Shape[0], input.Shape[1], input.Shape[2], weight.Shape[2]);
        var set = weight.Graph.Parameters;
        _weights = new PackedWeight[_channels];
        _transposedWeights = input.NeedsGradient ? new PackedWeight[_channels] : [];
        for (var channel = 0; channel < _channels; channel++)
        {
            var start = (long)channel * _inner * _columns;
            _weights[channel] = set.Pack(weight.Parameter!, start, _inner, _columns, _columns, transposed: false);
            if (input.NeedsGradient)
            {
                _transposedWeights[channel] = set.Pack(weight.Parameter!, start, _columns, _inner, _columns, transposed: true);
            }
        }
    }

    /// <summary>Adds the operation to the inputs' graph.</summary>
    public static Tensor Apply(Tensor input, Tensor weight, Tensor bias)
    {
        if (input.Shape.Rank != 3 || weight.Shape.Rank != 3 || weight.Shape[0] != input.Shape[1] || weight.Shape[1] != input.Shape[2]
            || bias.Shape != new Shape(weight.Shape[0], weight.Shape[2]))
        {
            throw new ArgumentException($"ChannelLinear: {input.Shape} x {weight.Shape} + {bias.Shape}; [B, N, k] x [N, k, m] + [N, m] is needed.");
        }

        if (weight.Kind != TensorKind.Parameter)
        {
            throw new ArgumentException($"ChannelLinear: the weight {weight.Shape} is not a parameter.");
        }

        var operation = new ChannelLinearOperation(input, weight, bias);
        return input.Graph.Apply(operation, input.Shape.With(2, weight.Shape[2]));
    }

    public override bool BackwardReadsInput(int index) => index == 0;

    public override bool BackwardReadsOutput => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var bias = workspace.Value(Inputs[2]);
        var output = workspace.Value(Output);
        var (inputStride, outputStride) = (_channels * _inner, _channels * _columns);
        for (var channel = 0; channel < _channels; channel++)
        {
            var target = output + channel * _columns;
            Gemm.Multiply(
                _batch, _columns, _inner, input + channel * _inner, inputStride, _weights[channel].Pointer, target, outputStride, accumulate: false);
            Rows.AddBias(target, _batch, _columns, outputStride, bias + channel * _columns);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradient = workspace.Gradient(Output);
        var (inputStride, outputStride) = (_channels * _inner, _channels * _columns);
        for (var channel = 0; channel < _channels; channel++)
        {
            var source = gradient + channel * _columns;
            if (NeedsGradient(0))
            {
                Gemm.Multiply(
                    _batch,
                    _inner,
                    _columns,
                    source,
                    outputStride,
                    _transposedWeights[channel].Pointer,
                    workspace.Gradient(Inputs[0]) + channel * _inner,
                    inputStride,
                    Accumulates[0]);
            }

            if (NeedsGradient(1))
            {
                Gemm.MultiplyTransposedLeft(
                    _inner,
                    _columns,
                    _batch,
                    workspace.Value(Inputs[0]) + channel * _inner,
                    inputStride,
                    source,
                    outputStride,
                    workspace.Gradient(Inputs[1]) + (long)channel * _inner * _columns,
                    _columns,
                    Accumulates[1]);
            }

            if (NeedsGradient(2))
            {
                Reductions.ColumnSum(source, _batch, _columns, outputStride, workspace.Gradient(Inputs[2]) + channel * _columns, Accumulates[2]);
            }
        }
    }
}
