using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Calibration;

/// <summary>Says of each forecast how far its outcome may well lie below and above: conditional 10 % and 90 % quantiles of the error.</summary>
/// <remarks>
/// For each step s, metric n and side, from the features x of a window and its forecast:
/// <code>
/// spread = usual error (1/10 + exp(x · w + b))
/// </code>
/// The tenth keeps a score, an error in spreads, from growing without bound where the head is too sure. Bands made of such
/// scores are conformalized quantile regression (Romano, Patterson and Candès 2019, arXiv:1905.03222), scaled rather than
/// shifted, so that they are as wide as the forecast is uncertain whatever the level.
/// </remarks>
sealed class QuantileHead
{
    /// <summary>Down and up.</summary>
    public const int Sides = 2;

    /// <summary>The share of outcomes that do not lie further towards a side than its spread.</summary>
    public const float Quantile = 0.9f;

    /// <summary>The least spread, in usual errors.</summary>
    public const float Floor = 0.1f;

    /// <summary>x · w + b counts as at most this far from 0: what lies beyond was not learned.</summary>
    public const float Bound = 5;

    const string Tensors = "bands.head.";

    readonly ForecastShape _shape;
    readonly BandSteps _steps;
    readonly float[] _errors;  // [step, N]: usual errors, scaled units
    readonly float[] _weights; // [step, N, P, side]
    readonly float[] _biases;  // [step, N, side]

    /// <param name="shape">T, H and N.</param>
    /// <param name="errors">[step, N] of the adapting steps: the usual errors, above 0.</param>
    /// <param name="weights">w [step, N, P, side].</param>
    /// <param name="biases">b [step, N, side].</param>
    public QuantileHead(ForecastShape shape, float[] errors, float[] weights, float[] biases)
    {
        _shape = shape;
        _steps = new BandSteps(shape.Horizon);
        (_errors, _weights, _biases) = (errors, weights, biases);
    }

    /// <summary>The spreads of forecasts of all windows of a set.</summary>
    /// <param name="windows">The windows, of which only the inputs are looked at.</param>
    /// <param name="forecasts">[window, H, N] in scaled units.</param>
    public SpreadSet Predict(WindowSet windows, ReadOnlySpan<float> forecasts)
    {
        var spreads = new SpreadSet(_shape, _steps, windows.Count);
        var features = new SpreadFeatures(_shape, _steps);
        var values = new float[_shape.InputLength];
        var observed = new float[_shape.InputLength];
        var described = new float[_errors.Length * SpreadFeatures.Count];
        for (int window = 0; window < windows.Count; window++)
        {
            windows.CopyInput(window, values, observed);
            features.Describe(values, observed, forecasts.Slice(window * _shape.OutputLength, _shape.OutputLength), described);
            Predict(described, spreads.Of(window));
        }

        return spreads;
    }

    public void Save(ArtefactWriter writer)
    {
        writer.Write(Tensors + "errors", _errors, _steps.Count, _shape.Metrics);
        writer.Write(Tensors + "weights", _weights, _steps.Count, _shape.Metrics, SpreadFeatures.Count, Sides);
        writer.Write(Tensors + "biases", _biases, _steps.Count, _shape.Metrics, Sides);
    }

    /// <summary>Reads a head; null where bands were stored without.</summary>
    public static QuantileHead? Load(ArtefactReader reader, ForecastShape shape)
    {
        int steps = new BandSteps(shape.Horizon).Count;
        return !reader.Has(Tensors + "errors")
            ? null
            : new QuantileHead(
                shape,
                reader.Read(Tensors + "errors", steps, shape.Metrics),
                reader.Read(Tensors + "weights", steps, shape.Metrics, SpreadFeatures.Count, Sides),
                reader.Read(Tensors + "biases", steps, shape.Metrics, Sides));
    }

    void Predict(ReadOnlySpan<float> features, Span<Spread> spreads)
    {
        for (int place = 0; place < spreads.Length; place++)
        {
            float down = _biases[place * Sides];
            float up = _biases[(place * Sides) + 1];
            var described = features.Slice(place * SpreadFeatures.Count, SpreadFeatures.Count);
            var weights = _weights.AsSpan(place * SpreadFeatures.Count * Sides, SpreadFeatures.Count * Sides);
            for (int i = 0; i < described.Length; i++)
            {
                down += described[i] * weights[i * Sides];
                up += described[i] * weights[(i * Sides) + 1];
            }

            spreads[place] = new Spread(Size(place, down), Size(place, up));
        }
    }

    float Size(int place, float logarithm) => _errors[place] * (Floor + MathF.Exp(Math.Clamp(logarithm, -Bound, Bound)));
}
