using System.Runtime.Intrinsics;

namespace Presage.Models.Calibration;

/// <summary>Quantile regression of one place's errors on features, on each side of the forecast.</summary>
/// <remarks>
/// For either side, with u the error towards it in usual errors, the spread s = 1/10 + exp(x · w + b) lowers the pinball loss
/// <code>
/// max(q (u - s), (q - 1)(u - s))      q = 9/10
/// </code>
/// (Koenker and Bassett 1978) by Adam, over batches that are each spread evenly over all windows.
/// </remarks>
sealed class SpreadRegression
{
    const int Features = SpreadFeatures.Count;
    const int Batch = 256;
    const int Rounds = 10;
    const float Rate = 0.05f;
    const float FirstMomentum = 0.9f;
    const float SecondMomentum = 0.999f;
    const float Epsilon = 1e-8f;

    // Errors or a feature that vary by less than this teach only rounding.
    const float Still = 1e-6f;
    const float Flat = 1e-3f;

    // The least quantile to start from, in usual errors: with less, the slope of exp is too small to leave it.
    const float LeastStart = 0.05f;

    readonly float[] _means = new float[Features];
    readonly float[] _scales = new float[Features]; // 0 for a feature that does not vary
    readonly float[] _known; // [sample], room to work in
    readonly float[] _parameters = new float[Features + 1]; // w, b
    readonly float[] _gradient = new float[Features + 1];
    readonly float[] _first = new float[Features + 1];
    readonly float[] _second = new float[Features + 1];

    /// <param name="capacity">The largest number of samples.</param>
    public SpreadRegression(int capacity) => _known = new float[capacity];

    /// <summary>Fits both sides of a place.</summary>
    /// <param name="features">[sample, P]; overwritten.</param>
    /// <param name="errors">[sample], NaN without an outcome; overwritten.</param>
    /// <param name="weights">[P, side], written.</param>
    /// <param name="biases">[side], written.</param>
    /// <returns>The usual error: the mean size of the errors, 1 when there are none.</returns>
    public float Fit(Span<float> features, Span<float> errors, Span<float> weights, Span<float> biases)
    {
        weights.Clear();
        biases.Clear();
        int count = KeepKnown(features, errors);
        float usual = UsualError(errors[..count]);
        if (usual <= Still)
        {
            return 1;
        }

        Standardise(features[..(count * Features)]);
        for (int side = 0; side < QuantileHead.Sides; side++)
        {
            float towards = (side == 0 ? -1 : 1) / usual;
            for (int i = 0; i < count; i++)
            {
                _known[i] = errors[i] * towards;
            }

            Descend(features, _known.AsSpan(0, count));
            biases[side] = _parameters[Features];
            for (int i = 0; i < Features; i++)
            {
                weights[(i * QuantileHead.Sides) + side] = _parameters[i] * _scales[i];
                biases[side] -= _parameters[i] * _scales[i] * _means[i];
            }
        }

        return usual;
    }

    static int KeepKnown(Span<float> features, Span<float> errors)
    {
        int count = 0;
        for (int i = 0; i < errors.Length; i++)
        {
            if (!float.IsNaN(errors[i]))
            {
                errors[count] = errors[i];
                features.Slice(i * Features, Features).CopyTo(features[(count * Features)..]);
                count++;
            }
        }

        return count;
    }

    static float UsualError(ReadOnlySpan<float> errors)
    {
        double sum = 0;
        foreach (float error in errors)
        {
            sum += Math.Abs(error);
        }

        return errors.IsEmpty ? 0 : (float)(sum / errors.Length);
    }

    void Standardise(Span<float> features)
    {
        int count = features.Length / Features;
        for (int feature = 0; feature < Features; feature++)
        {
            double sum = 0;
            double squares = 0;
            for (int at = feature; at < features.Length; at += Features)
            {
                sum += features[at];
                squares += (double)features[at] * features[at];
            }

            double mean = sum / count;
            double deviation = Math.Sqrt(Math.Max(0, (squares / count) - (mean * mean)));
            _means[feature] = (float)mean;
            _scales[feature] = deviation > Flat ? (float)(1 / deviation) : 0;
            for (int at = feature; at < features.Length; at += Features)
            {
                features[at] = (features[at] - _means[feature]) * _scales[feature];
            }
        }
    }

    void Descend(ReadOnlySpan<float> features, Span<float> errors)
    {
        Array.Clear(_parameters);
        Array.Clear(_first);
        Array.Clear(_second);
        _parameters[Features] = MathF.Log(Math.Max(LeastStart, QuantileOf(errors)));
        int batches = (errors.Length + Batch - 1) / Batch;
        int steps = Rounds * batches;
        for (int step = 0; step < steps; step++)
        {
            ComputeGradient(features, errors, step % batches, batches);
            Step(step + 1, Rate * 0.5f * (1 + MathF.Cos(MathF.PI * step / steps)));
        }
    }

    static float QuantileOf(ReadOnlySpan<float> errors)
    {
        float[] sorted = errors.ToArray();
        Array.Sort(sorted);
        return sorted[(int)(QuantileHead.Quantile * (sorted.Length - 1))];
    }

    void ComputeGradient(ReadOnlySpan<float> features, ReadOnlySpan<float> errors, int first, int stride)
    {
        var weights = Vector256.Create<float>(_parameters);
        float bias = _parameters[Features];
        var sum = Vector256<float>.Zero;
        float slopes = 0;
        int count = 0;
        for (int i = first; i < errors.Length; i += stride)
        {
            var x = Vector256.Create(features.Slice(i * Features, Features));
            float logarithm = Vector256.Dot(x, weights) + bias;
            float size = MathF.Exp(Math.Clamp(logarithm, -QuantileHead.Bound, QuantileHead.Bound));
            float slope = (errors[i] > QuantileHead.Floor + size ? -QuantileHead.Quantile : 1 - QuantileHead.Quantile) * size;
            sum += slope * x;
            slopes += slope;
            count++;
        }

        (sum / count).CopyTo(_gradient);
        _gradient[Features] = slopes / count;
    }

    void Step(int number, float rate)
    {
        float firstScale = 1 / (1 - MathF.Pow(FirstMomentum, number));
        float secondScale = 1 / (1 - MathF.Pow(SecondMomentum, number));
        for (int i = 0; i < _parameters.Length; i++)
        {
            _first[i] += (1 - FirstMomentum) * (_gradient[i] - _first[i]);
            _second[i] += (1 - SecondMomentum) * ((_gradient[i] * _gradient[i]) - _second[i]);
            _parameters[i] -= rate * _first[i] * firstScale / (MathF.Sqrt(_second[i] * secondScale) + Epsilon);
        }
    }
}
