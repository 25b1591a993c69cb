using Presage.Models.Forecasting;
using Presage.Tensors.LinearAlgebra;

namespace Presage.Models.Regression;

/// <summary>The solutions of one group of metrics along several penalties, with their validation errors.</summary>
/// <param name="shape">T and H.</param>
/// <param name="isCentred">Whether the mean of a window is taken out.</param>
/// <param name="penalties">λ as shares of the mean diagonal.</param>
sealed class RidgePath(ForecastShape shape, bool isCentred, double[] penalties)
{
    readonly int _lookback = shape.Lookback;
    readonly int _size = isCentred ? shape.Lookback : shape.Lookback + 1;
    readonly float[][] _weights = Allocate(penalties.Length, shape.Lookback * shape.Horizon); // [penalty][T, H]
    readonly float[][] _biases = Allocate(penalties.Length, shape.Horizon);                   // [penalty][H]
    readonly double[] _squares = new double[penalties.Length];                                // validation
    long _points;

    /// <summary>Solves some steps.</summary>
    /// <param name="train">Moments to solve with.</param>
    /// <param name="validation">Moments to score with; may hold no windows.</param>
    /// <param name="steps">Which steps; each once over all calls.</param>
    public void Solve(LaggedMoments train, LaggedMoments validation, Range steps)
    {
        var (first, length) = steps.GetOffsetAndLength(shape.Horizon);
        var normal = new StepMoments(_lookback, isCentred);
        var check = new StepMoments(_lookback, isCentred);
        var factors = new double[penalties.Length][];
        bool hasComplete = false;
        var solution = new double[_size];
        for (int step = first; step < first + length; step++)
        {
            normal.Read(train, step);
            check.Read(validation, step);
            _points += check.Count;
            // Steps without a missing target have one matrix: it is factored once.
            if (!train.IsComplete(step) || !hasComplete)
            {
                for (int i = 0; i < penalties.Length; i++)
                {
                    factors[i] = Factor(normal, penalties[i]);
                }

                hasComplete = train.IsComplete(step);
            }

            for (int i = 0; i < penalties.Length; i++)
            {
                normal.Cross.AsSpan(0, _size).CopyTo(solution);
                Cholesky.Solve(factors[i], _size, solution);
                _squares[i] += check.SquaredError(solution);
                for (int lag = 0; lag < _lookback; lag++)
                {
                    _weights[i][(lag * shape.Horizon) + step] = (float)solution[lag];
                }

                _biases[i][step] = isCentred ? 0 : (float)solution[_lookback];
            }
        }
    }

    /// <summary>Puts the best of each group together.</summary>
    public static RidgeSolution Collect(ForecastShape shape, RidgeSharing sharing, IReadOnlyList<RidgePath> groups)
    {
        var weights = new List<float>();
        var biases = new List<float>();
        double squares = 0;
        long points = 0;
        foreach (var group in groups)
        {
            int best = Array.IndexOf(group._squares, group._squares.Min());
            weights.AddRange(group._weights[best]);
            biases.AddRange(group._biases[best]);
            squares += group._squares[best];
            points += group._points;
        }

        return new RidgeSolution(
            shape, groups[0]._size == shape.Lookback, sharing, [.. weights], [.. biases], points > 0 ? squares / points : double.NaN);
    }

    double[] Factor(StepMoments moments, double penalty)
    {
        double trace = 0;
        for (int i = 0; i < _lookback; i++)
        {
            trace += moments.Gram[(i * _size) + i];
        }

        // Inputs that never vary have no diagonal to speak of: with this floor their weights become 0.
        double scale = Math.Max(trace / _lookback, 1e-9 * Math.Max(1, moments.Count));
        for (double lambda = penalty * scale; ; lambda = Math.Max(10 * lambda, 1e-12 * scale))
        {
            double[] factor = [.. moments.Gram];
            for (int i = 0; i < _lookback; i++)
            {
                factor[(i * _size) + i] += lambda;
            }

            if (!isCentred && moments.Count == 0)
            {
                factor[^1] = 1;
            }

            if (Cholesky.TryFactor(factor, _size))
            {
                return factor;
            }
        }
    }

    static float[][] Allocate(int count, int length)
    {
        var arrays = new float[count][];
        for (int i = 0; i < count; i++)
        {
            arrays[i] = new float[length];
        }

        return arrays;
    }
}
