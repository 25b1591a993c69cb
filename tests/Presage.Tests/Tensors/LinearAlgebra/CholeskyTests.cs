using Presage.Tensors.LinearAlgebra;

namespace Presage.Tests.Tensors.LinearAlgebra;

public sealed class CholeskyTests
{
    [Fact]
    public void Solve_KnownSystem_GivesTheSolution()
    {
        // [4 2; 2 3] x = [10; 9] has the solution [1.5; 2].
        double[] matrix = [4, 2, 2, 3];
        double[] vector = [10, 9];

        Assert.True(Cholesky.TryFactor(matrix, 2));
        Cholesky.Solve(matrix, 2, vector);

        Assert.Equal([1.5, 2], vector.Select(value => Math.Round(value, 12)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    [InlineData(37)]
    public void Solve_RandomSystem_LeavesNoResidual(int size)
    {
        var random = new Random(size);
        var root = Enumerable.Range(0, size * size).Select(_ => random.NextDouble() - 0.5).ToArray();
        var matrix = new double[size * size];
        for (var i = 0; i < size; i++)
        {
            for (var j = 0; j < size; j++)
            {
                matrix[(i * size) + j] = (i == j ? 0.1 : 0) + Enumerable.Range(0, size).Sum(k => root[(i * size) + k] * root[(j * size) + k]);
            }
        }

        var right = Enumerable.Range(0, size).Select(_ => random.NextDouble()).ToArray();
        var factor = matrix.ToArray();
        var solution = right.ToArray();
        Assert.True(Cholesky.TryFactor(factor, size));
        Cholesky.Solve(factor, size, solution);

        for (var i = 0; i < size; i++)
        {
            Assert.Equal(right[i], Enumerable.Range(0, size).Sum(j => matrix[(i * size) + j] * solution[j]), 1e-9);
        }
    }

    [Theory]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    [InlineData(1, 2, 1)]
    public void TryFactor_NotPositiveDefinite_ReturnsFalse(double first, double off, double second) =>
        Assert.False(Cholesky.TryFactor([first, off, off, second], 2));
}
