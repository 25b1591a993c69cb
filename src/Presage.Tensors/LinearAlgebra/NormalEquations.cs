using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.LinearAlgebra;

/// <summary>Least squares with a ridge from rows that stream by: minimises Σ w (y − aᵀx)² + λ|x|² for several targets at once.</summary>
/// <remarks>
/// Rows are gathered in blocks whose products are computed in float32 by the matrix kernels and summed in double, so that a hundred thousand
/// rows lose no more than a thousand would. The system is solved by Cholesky decomposition in double. Give features of comparable scale.
/// </remarks>
public sealed unsafe class NormalEquations : IDisposable
{
    const int BlockRows = 512;

    readonly int _width;
    readonly double[] _sums; // [features, features + targets]: AᵀA and AᵀY
    readonly double[] _squares; // [targets]: the sum of y²
    readonly NativeBuffer _rows;
    readonly NativeBuffer _products;
    int _count;

    /// <summary>Starts with no rows.</summary>
    /// <param name="features">The length of a row of A.</param>
    /// <param name="targets">The number of targets that share the rows.</param>
    public NormalEquations(int features, int targets)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(features, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(targets, 1);
        Features = features;
        Targets = targets;
        _width = features + targets;
        _sums = new double[features * _width];
        _squares = new double[targets];
        _rows = new NativeBuffer((long)BlockRows * _width);
        _products = new NativeBuffer((long)features * _width);
    }

    /// <summary>The length of a row of A.</summary>
    public int Features { get; }

    /// <summary>The number of targets.</summary>
    public int Targets { get; }

    /// <summary>The rows added so far.</summary>
    public long Rows { get; private set; }

    /// <summary>Adds a row.</summary>
    /// <param name="features">[features].</param>
    /// <param name="targets">[targets].</param>
    public void Add(ReadOnlySpan<float> features, ReadOnlySpan<float> targets)
    {
        if (features.Length != Features || targets.Length != Targets)
        {
            throw new ArgumentException($"NormalEquations: a row of {features.Length} + {targets.Length}, expected {Features} + {Targets}.");
        }

        var row = _rows.Span((long)_count * _width, _width);
        features.CopyTo(row);
        targets.CopyTo(row[Features..]);
        for (var target = 0; target < targets.Length; target++)
        {
            _squares[target] += (double)targets[target] * targets[target];
        }

        Rows++;
        if (++_count == BlockRows)
        {
            Flush();
        }
    }

    /// <summary>Solves for one weight vector per target.</summary>
    /// <param name="ridge">λ, at least 0, of the same scale as a sum over rows.</param>
    /// <param name="unpenalised">A feature without ridge, such as the constant; -1 for none.</param>
    /// <param name="leftOut">[features]: those whose weights are to be 0; empty for none.</param>
    /// <returns>[features, targets].</returns>
    /// <exception cref="InvalidOperationException">The system is singular: more ridge or other features are needed.</exception>
    public double[] Solve(double ridge, int unpenalised = -1, ReadOnlySpan<bool> leftOut = default)
    {
        Flush();
        var factor = new double[Features * Features];
        for (var row = 0; row < Features; row++)
        {
            Array.Copy(_sums, row * _width, factor, row * Features, Features);
            if (row != unpenalised)
            {
                factor[row * Features + row] += ridge;
            }
        }

        LeaveOut(leftOut, factor);

        if (!Cholesky.TryFactor(factor, Features))
        {
            throw new InvalidOperationException($"NormalEquations: the {Features} features depend on each other over {Rows} rows; more ridge is needed.");
        }

        var solution = new double[Features * Targets];
        var vector = new double[Features];
        for (var target = 0; target < Targets; target++)
        {
            for (var row = 0; row < Features; row++)
            {
                vector[row] = !leftOut.IsEmpty && leftOut[row] ? 0 : _sums[(row * _width) + Features + target];
            }

            Cholesky.Solve(factor, Features, vector);
            for (var row = 0; row < Features; row++)
            {
                solution[(row * Targets) + target] = vector[row];
            }
        }

        return solution;
    }

    /// <summary>The squared error of given weights over all rows, from the sums alone: Σy² − 2xᵀAᵀy + xᵀAᵀAx.</summary>
    /// <param name="weights">[features, targets].</param>
    public double SquaredError(ReadOnlySpan<double> weights)
    {
        if (weights.Length != Features * Targets)
        {
            throw new ArgumentException($"NormalEquations: {weights.Length} weights, expected {Features} x {Targets}.");
        }

        Flush();
        var error = 0d;
        var predicted = new double[Targets];
        for (var row = 0; row < Features; row++)
        {
            Array.Clear(predicted);
            for (var column = 0; column < Features; column++)
            {
                var product = _sums[(row * _width) + column];
                for (var target = 0; target < Targets; target++)
                {
                    predicted[target] += product * weights[(column * Targets) + target];
                }
            }

            for (var target = 0; target < Targets; target++)
            {
                error += weights[(row * Targets) + target] * (predicted[target] - (2 * _sums[(row * _width) + Features + target]));
            }
        }

        return error + _squares.Sum();
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _rows.Dispose();
        _products.Dispose();
    }

    void LeaveOut(ReadOnlySpan<bool> leftOut, double[] matrix)
    {
        for (var feature = 0; feature < leftOut.Length; feature++)
        {
            if (leftOut[feature])
            {
                for (var other = 0; other < Features; other++)
                {
                    matrix[(feature * Features) + other] = 0;
                    matrix[(other * Features) + feature] = 0;
                }

                matrix[(feature * Features) + feature] = 1;
            }
        }
    }

    void Flush()
    {
        if (_count == 0)
        {
            return;
        }

        Gemm.MultiplyTransposedLeft(
            Features, _width, _count, _rows.Pointer, _width, _rows.Pointer, _width, _products.Pointer, _width, accumulate: false);
        var products = _products.Span();
        for (var index = 0; index < _sums.Length; index++)
        {
            _sums[index] += products[index];
        }

        _count = 0;
    }
}
