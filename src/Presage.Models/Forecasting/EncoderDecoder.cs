using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>The encoder and the decoder of a transformer for time series.</summary>
/// <remarks>
/// The decoder is given the second half of the window and zeros for the steps ahead: never a value that a forecast cannot know. Both embed a step
/// by a convolution over three steps that wraps around, and add where the step lies.
/// </remarks>
sealed class EncoderDecoder
{
    const int Taps = 3;

    readonly TransformerSize _size;
    readonly int _steps;
    readonly int _horizon;
    readonly int _features;
    readonly Conv1d _encoderEmbedding;
    readonly Conv1d _decoderEmbedding;
    readonly TransformerEncoderLayer[] _encoder;
    readonly TransformerDecoderLayer[] _decoder;
    readonly LayerNorm _encoderNorm;
    readonly LayerNorm _decoderNorm;
    readonly Linear _head;
    readonly Dropout _dropout;

    /// <param name="scope">Where to declare the parameters.</param>
    /// <param name="size">Widths and layers.</param>
    /// <param name="features">F, values of a step.</param>
    /// <param name="steps">T.</param>
    /// <param name="horizon">H.</param>
    public EncoderDecoder(ParameterScope scope, TransformerSize size, int features, int steps, int horizon)
    {
        (_size, _features, _steps, _horizon) = (size, features, steps, horizon);
        _encoderEmbedding = new Conv1d(scope / "encoder" / "embedding", features, size.Width, Taps, TimePadding.Circular, bias: false);
        _encoder = new TransformerEncoderLayer[size.EncoderLayers];
        for (var layer = 0; layer < _encoder.Length; layer++)
        {
            _encoder[layer] = new TransformerEncoderLayer(scope / "encoder" / $"layer{layer}", size.Width, size.Heads, size.Inner, size.Dropout);
        }

        _encoderNorm = new LayerNorm(scope / "encoder" / "norm", size.Width);
        _decoderEmbedding = new Conv1d(scope / "decoder" / "embedding", features, size.Width, Taps, TimePadding.Circular, bias: false);
        _decoder = new TransformerDecoderLayer[size.DecoderLayers];
        for (var layer = 0; layer < _decoder.Length; layer++)
        {
            _decoder[layer] = new TransformerDecoderLayer(scope / "decoder" / $"layer{layer}", size.Width, size.Heads, size.Inner, size.Dropout);
        }

        _decoderNorm = new LayerNorm(scope / "decoder" / "norm", size.Width);
        _head = new Linear(scope / "head", size.Width, features);
        _dropout = new Dropout(size.Dropout);
    }

    /// <summary>Forecasts sequences.</summary>
    /// <param name="sequences">[S, T, F].</param>
    /// <returns>[S, H F].</returns>
    public Tensor Apply(Tensor sequences)
    {
        var memory = Embed(_encoderEmbedding, sequences);
        foreach (var layer in _encoder)
        {
            memory = layer.Apply(memory);
        }

        memory = _encoderNorm.Apply(memory);
        var known = sequences.Slice(axis: 1, _steps / 2, _steps).Pad(axis: 1, before: 0, after: _horizon);
        var decoded = Embed(_decoderEmbedding, known);
        foreach (var layer in _decoder)
        {
            decoded = layer.Apply(decoded, memory);
        }

        var ahead = decoded.Slice(axis: 1, decoded.Shape[1] - _horizon, decoded.Shape[1]);
        return _head.Apply(_decoderNorm.Apply(ahead)).Reshape(sequences.Shape[0], _horizon * _features);
    }

    Tensor Embed(Conv1d embedding, Tensor sequences) =>
        _dropout.Apply(embedding.Apply(sequences) + PositionalEncoding.Constant(sequences.Graph, sequences.Shape[1], _size.Width));
}
