using Presage.Models.Regression;

namespace Presage.Tests.Models.Regression;

public sealed class CrossProductTests
{
    [Theory]
    [InlineData(0, 8, 8)]
    [InlineData(1, 8, 24)]
    [InlineData(7, 16, 40)]
    [InlineData(33, 24, 104)]
    public void Add_AnySize_EqualsTheLoop(int rows, int leftWidth, int rightWidth)
    {
        var random = new Random(1);
        var left = Fill(random, (rows + 3) * leftWidth);
        var right = Fill(random, (rows + 3) * rightWidth);
        var sums = Fill(random, leftWidth * rightWidth);
        var picked = Enumerable.Range(0, rows).Select(row => row + (row > rows / 2 ? 3 : 1)).ToArray();
        var expected = Reference(picked, left, leftWidth, right, rightWidth, sums);

        CrossProduct.Add(picked, left, leftWidth, right, rightWidth, sums);

        Assert.All(expected.Zip(sums), pair => Assert.Equal(pair.First, pair.Second, 1e-12));
    }

    [Theory]
    [InlineData(8)]
    [InlineData(32)]
    [InlineData(104)]
    public void AddSymmetric_UpperTriangle_EqualsTheLoop(int width)
    {
        var random = new Random(2);
        var values = Fill(random, 50 * width);
        var sums = new double[width * width];
        var rows = Enumerable.Range(0, 50).ToArray();
        var expected = Reference(rows, values, width, values, width, sums);

        CrossProduct.AddSymmetric(rows, values, width, sums);

        for (var row = 0; row < width; row++)
        {
            for (var column = row; column < width; column++)
            {
                Assert.Equal(expected[(row * width) + column], sums[(row * width) + column], 1e-12);
            }
        }
    }

    [Fact]
    public void Add_RowBeyondTheValues_Throws() =>
        Assert.Throws<ArgumentException>(() => CrossProduct.Add([0, 5], new double[40], 8, new double[40], 8, new double[64]));

    static double[] Reference(int[] rows, double[] left, int leftWidth, double[] right, int rightWidth, double[] start)
    {
        var sums = start.ToArray();
        foreach (var row in rows)
        {
            for (var i = 0; i < leftWidth; i++)
            {
                for (var j = 0; j < rightWidth; j++)
                {
                    sums[(i * rightWidth) + j] += left[(row * leftWidth) + i] * right[(row * rightWidth) + j];
                }
            }
        }

        return sums;
    }

    static double[] Fill(Random random, int length) => [.. Enumerable.Range(0, length).Select(_ => random.NextDouble() - 0.5)];
}
