using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>The network of P1: a short and a long channel over several time scales, fused, calibrated, aggregated and decoded.</summary>
/// <remarks>
/// C. Wang, "Towards Intelligent Backend Operations via Unified Temporal Representation and Prediction Modeling". Of the windows, cut into L tokens:
/// <code>
/// h = Enc(x)                                        eq. 1, on tokens of a few steps
/// s_t = GRU(h_t, s_{t-1})                           eq. 2, the short channel
/// c_t = sum_i softmax_i(h_t Wq (h_i Wk)' / √dk) h_i Wv    eq. 3 and 4, the long channel
/// z_t = σ(Ws s_t + Wc c_t + b)                      eq. 5, the fusion
/// x̂ = Dec(z)                                        eq. 6, all H steps at once
/// </code>
/// What the paper names without a formula: scales (the channels share their weights over averages of 1, 2 and 4 tokens; the results are mixed by
/// softmax weights), residual calibration (a gated path around the channels) and dynamic aggregation (attention pooling). What is added: instance
/// normalisation and a linear skip that starts at its closed form; the network learns what the skip leaves.
/// </remarks>
sealed class DualChannelNetwork : ForecastNetwork
{
    const float VarianceFloor = 1e-5f;

    readonly DualChannelSettings _settings;
    readonly WindowShape _shape;
    readonly int _patch;
    readonly int _tokens;
    readonly int[] _scales;
    readonly Linear _encodeFirst;
    readonly Linear _encodeSecond;
    readonly LayerNorm _encodeNorm;
    readonly Gru? _short;
    readonly TransformerEncoderLayer? _long;
    readonly LinearSum? _fusion;
    readonly Linear? _fusionShort;
    readonly Linear? _scaleWeight;
    readonly Linear? _explained;
    readonly LinearSum? _calibrationGate;
    readonly Linear? _calibration;
    readonly LayerNorm? _calibrationNorm;
    readonly Linear? _aggregate;
    readonly Linear? _aggregateScore;
    readonly Linear _decodeFirst;
    readonly Linear _decodeSecond;
    readonly Dropout _dropout;

    /// <param name="settings">Sizes and parts.</param>
    /// <param name="shape">T, H, N and the features of the skip.</param>
    public DualChannelNetwork(DualChannelSettings settings, WindowShape shape)
    {
        (_settings, _shape) = (settings, shape);
        _patch = LargestDivisor(shape.Steps, settings.Patch);
        _tokens = shape.Steps / _patch;
        var root = new ParameterScope(Parameters);
        var (width, hidden) = (settings.Width, settings.Hidden);
        _encodeFirst = new Linear(root / "encoder" / "first", TokenFeatures(), width, Activation.Gelu);
        _encodeSecond = new Linear(root / "encoder" / "second", width, width, Activation.Gelu);
        _encodeNorm = new LayerNorm(root / "encoder" / "norm", width);
        _scales = [.. settings.Scales.Where(scale => scale <= _tokens)];
        if (settings.ShortChannel)
        {
            _short = new Gru(root / "short", width, hidden, settings.Depth, settings.Dropout);
        }

        if (settings.LongChannel)
        {
            _long = new TransformerEncoderLayer(root / "long", width, settings.Heads, 2 * width, settings.Dropout);
        }

        if (settings.ShortChannel && settings.LongChannel)
        {
            _fusion = new LinearSum(root / "fusion", hidden, width, width);
        }

        if (settings.ShortChannel && (settings.Gate || !settings.LongChannel))
        {
            _fusionShort = new Linear(root / "fusion" / "short", hidden, width, bias: false);
        }

        if (_scales.Length > 1)
        {
            _scaleWeight = new Linear(root / "scales", width, 1, bias: false);
        }

        if (settings.Calibration)
        {
            _explained = new Linear(root / "calibration" / "explained", width, width, bias: false);
            _calibrationGate = new LinearSum(root / "calibration" / "gate", width, width, width, Activation.Sigmoid);
            _calibration = new Linear(root / "calibration" / "residual", width, width, bias: false);
            _calibrationNorm = new LayerNorm(root / "calibration" / "norm", width);
        }

        if (settings.Aggregation)
        {
            _aggregate = new Linear(root / "aggregation" / "first", width, width, Activation.Tanh);
            _aggregateScore = new Linear(root / "aggregation" / "score", width, 1, bias: false);
        }

        _decodeFirst = new Linear(root / "decoder" / "first", 2 * width, 2 * width, Activation.Gelu);
        // Zero at the start: the forecast begins as the skip's alone.
        _decodeSecond = new Linear(
            root / "decoder" / "second", 2 * width, shape.Horizon * shape.Metrics, initializer: settings.Skip ? Initializers.Zero : null);
        _dropout = new Dropout(settings.Dropout);
        if (settings.Skip)
        {
            Skip = new ChannelLinear(root / "skip", shape.Metrics, shape.ContextFeatures, shape.Horizon);
            // It starts at its optimum: small steps, and nothing that pulls it to zero.
            foreach (var parameter in Skip.Parameters)
            {
                (parameter.LearningRateScale, parameter.Decays) = (settings.SkipRate, false);
            }
        }
    }

    /// <summary>The linear skip; null where it is switched off.</summary>
    public ChannelLinear? Skip { get; }

    /// <inheritdoc />
    public override Tensor Forecast(WindowTensors window)
    {
        var mean = window.Values.Mean(axis: 1, keepAxis: true);                                              // [B, 1, N]
        var centred = window.Values - mean;
        var deviation = (centred.Square().Mean(axis: 1, keepAxis: true) + VarianceFloor).Sqrt();               // [B, 1, N]
        var forecast = Deep(window, _settings.Normalise ? centred / deviation : window.Values, mean, deviation); // [B, H, N]
        if (_settings.Normalise)
        {
            forecast = (forecast * deviation) + mean;
        }

        if (Skip is not null)
        {
            var linear = Skip.Apply(window.Context).Transpose(1, 2);                                           // [B, H, N], relative to the mean
            forecast += _settings.Normalise ? linear : linear + mean;
        }

        return forecast;
    }

    static int LargestDivisor(int number, int most)
    {
        var divisor = Math.Min(number, most);
        while (number % divisor != 0)
        {
            divisor--;
        }

        return divisor;
    }

    int TokenFeatures() =>
        ((_settings.Features ? 3 : 1) * _patch * _shape.Metrics)
        + (_settings.Clock ? WindowClock.Features : 0)
        + (_settings.Level ? 2 * _shape.Metrics : 0);

    Tensor Deep(WindowTensors window, Tensor values, Tensor mean, Tensor deviation)
    {
        var encoded = Encode(window, values, mean, deviation);
        var fused = FuseScales(encoded);
        if (_settings.Calibration)
        {
            fused = Calibrate(encoded, fused);
        }

        var newest = fused.Slice(axis: 1, _tokens - 1, _tokens).Reshape(fused.Shape[0], _settings.Width);
        var pooled = _settings.Aggregation ? Aggregate(fused) : newest;
        var decoded = _decodeFirst.Apply(_dropout.Apply(Tensor.Concat(-1, pooled, newest)));
        return _decodeSecond.Apply(_dropout.Apply(decoded)).Reshape(fused.Shape[0], _shape.Horizon, _shape.Metrics);
    }

    /// <summary>Eq. 1: h = LN(Enc(u)), u the token's values, their differences, what was observed, the window's level and the time of day.</summary>
    Tensor Encode(WindowTensors window, Tensor values, Tensor mean, Tensor deviation)
    {
        var batch = values.Shape[0];
        var width = _patch * _shape.Metrics;
        var tokens = values.Reshape(batch, _tokens, width);
        List<Tensor> parts = [tokens];
        if (_settings.Features)
        {
            var differences = (values.Slice(axis: 1, 1, _shape.Steps) - values.Slice(axis: 1, 0, _shape.Steps - 1)).Pad(axis: 1, before: 1, after: 0);
            parts.Add(differences.Reshape(batch, _tokens, width));
            parts.Add(window.Observed.Reshape(batch, _tokens, width));
        }

        if (_settings.Clock)
        {
            parts.Add(OverTokens(window.Clock));
        }

        if (_settings.Level)
        {
            parts.Add(OverTokens(mean.Clamp(-3f, 3f).Reshape(batch, _shape.Metrics)));
            parts.Add(OverTokens(deviation.Log().Reshape(batch, _shape.Metrics)));
        }

        tokens = parts.Count == 1 ? tokens : Tensor.Concat(-1, [.. parts]);
        var encoded = _encodeNorm.Apply(_encodeSecond.Apply(_encodeFirst.Apply(tokens)));
        return _settings.Position ? encoded + PositionalEncoding.Constant(encoded.Graph, _tokens, _settings.Width) : encoded;
    }

    Tensor OverTokens(Tensor perWindow) => perWindow.Reshape(perWindow.Shape[0], 1, perWindow.Shape[1]).Repeat(axis: 1, _tokens);

    /// <summary>The channels at every scale, with the same weights, mixed by softmax weights that depend on the window.</summary>
    Tensor FuseScales(Tensor encoded)
    {
        var fused = new Tensor[_scales.Length];
        for (var index = 0; index < _scales.Length; index++)
        {
            var pooled = _scales[index] == 1 ? encoded : encoded.AveragePool(_scales[index]);
            fused[index] = FuseChannels(pooled);
        }

        return _scaleWeight is null ? Spread(fused[0], _scales[0]) : MixScales(fused, _scaleWeight);
    }

    /// <summary>Gives every token what its average over a scale gave.</summary>
    Tensor Spread(Tensor fused, int scale) => scale == 1 ? fused : fused.Repeat(axis: 1, scale).Slice(axis: 1, 0, _tokens);

    Tensor MixScales(Tensor[] fused, Linear score)
    {
        var scores = fused.Select(scale => score.Apply(scale.Mean(axis: 1)));                                 // [B, 1] each
        var weights = Tensor.Concat(-1, [.. scores]).Softmax();                                               // [B, scales]
        Tensor? mixed = null;
        for (var index = 0; index < fused.Length; index++)
        {
            var part = Spread(fused[index], _scales[index]) * weights.Slice(axis: 1, index, index + 1).Reshape(weights.Shape[0], 1, 1);
            mixed = mixed is null ? part : mixed + part;
        }

        return mixed!;
    }

    /// <summary>Eq. 2 to 5: z = tanh(Ws s + Wc c + b), or the gate g = sigmoid(Ws s + Wc c + b), z = g ⊙ P s + (1 - g) ⊙ c.</summary>
    Tensor FuseChannels(Tensor tokens)
    {
        var state = _short?.Apply(tokens);
        var context = _long?.Apply(tokens);
        if (state is null || context is null)
        {
            return context ?? _fusionShort!.Apply(state!).Tanh();
        }

        var mixed = _fusion!.Apply(state, context);
        return _settings.Gate ? context + (mixed.Sigmoid() * (_fusionShort!.Apply(state) - context)) : mixed.Tanh();
    }

    /// <summary>r = h - U z; ρ = sigmoid(V [r; z]); z' = LN(z + ρ ⊙ W r): what the channels left of the encoding passes around them.</summary>
    Tensor Calibrate(Tensor encoded, Tensor fused)
    {
        var residual = encoded - _explained!.Apply(fused);
        var gate = _calibrationGate!.Apply(residual, fused);
        return _calibrationNorm!.Apply(fused + (gate * _calibration!.Apply(residual)));
    }

    /// <summary>β = softmax_t(v' tanh(W z_t)); Σ β_t z_t.</summary>
    Tensor Aggregate(Tensor fused)
    {
        var scores = _aggregateScore!.Apply(_aggregate!.Apply(fused)).Reshape(fused.Shape[0], _tokens).Softmax();
        return (fused * scores.Reshape(fused.Shape[0], _tokens, 1)).Sum(axis: 1);
    }
}
