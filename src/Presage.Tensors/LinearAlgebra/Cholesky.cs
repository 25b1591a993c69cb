namespace Presage.Tensors.LinearAlgebra;

/// <summary>Solves symmetric positive definite systems.</summary>
public static class Cholesky
{
    /// <summary>Factors A = L Lᵀ in place.</summary>
    /// <param name="matrix">[n, n]; the lower triangle is read and becomes L, the rest is left alone.</param>
    /// <param name="size">n.</param>
    /// <returns>False when A is not positive definite; the matrix is then half done.</returns>
    public static bool TryFactor(Span<double> matrix, int size)
    {
        for (int row = 0; row < size; row++)
        {
            var left = matrix.Slice(row * size, size);
            for (int column = 0; column <= row; column++)
            {
                var other = matrix.Slice(column * size, column);
                double rest = left[column] - DotProduct.Of(left[..column], other);
                if (column < row)
                {
                    left[column] = rest / matrix[(column * size) + column];
                }
                else if (rest > 1e-13 * Math.Abs(left[row]))
                {
                    left[row] = Math.Sqrt(rest);
                }
                else
                {
                    return false;
                }
            }
        }

        return true;
    }

    /// <summary>Solves L Lᵀ x = b.</summary>
    /// <param name="factor">[n, n], from <see cref="TryFactor"/>.</param>
    /// <param name="size">n.</param>
    /// <param name="vector">[n]: b, becomes x.</param>
    public static void Solve(ReadOnlySpan<double> factor, int size, Span<double> vector)
    {
        for (int row = 0; row < size; row++)
        {
            vector[row] = (vector[row] - DotProduct.Of(factor.Slice(row * size, row), vector[..row])) / factor[(row * size) + row];
        }

        for (int row = size - 1; row >= 0; row--)
        {
            vector[row] /= factor[(row * size) + row];
            double value = vector[row];
            var left = factor.Slice(row * size, row);
            for (int column = 0; column < row; column++)
            {
                vector[column] -= left[column] * value;
            }
        }
    }
}
