using Presage.Models.Graphs;

namespace Presage.Tests.Models.Graphs;

public sealed class GraphMatricesTests
{
    // 0 - 1 - 2 with weights 1 and 2, and node 3 alone.
    static readonly float[] Weights = [0, 1, 0, 0, 1, 0, 2, 0, 0, 2, 0, 0, 0, 0, 0, 0];

    [Fact]
    public void Normalised_WeightedChain_DividesByTheRootsOfBothDegrees()
    {
        float[] normalised = GraphMatrices.Normalised(Weights, 4);

        Assert.Equal(1f / 2, normalised[0], 1e-6);
        Assert.Equal(1 / Math.Sqrt(2 * 4), normalised[1], 1e-6);
        Assert.Equal(2 / Math.Sqrt(4 * 3), normalised[6], 1e-6);
        Assert.Equal(1f, normalised[15]);
    }

    [Fact]
    public void Chebyshev_ThirdTerm_IsTwiceTheMatrixSquareMinusIdentity()
    {
        var terms = GraphMatrices.Chebyshev(Weights, 4, 3, isElementwise: false);

        var expected = new double[16];
        for (int place = 0; place < 16; place++)
        {
            var (row, column) = (place / 4, place % 4);
            expected[place] = row == column ? -1 : 0;
            for (int between = 0; between < 4; between++)
            {
                expected[place] += 2.0 * terms[1][(row * 4) + between] * terms[1][(between * 4) + column];
            }
        }

        Assert.Equal([1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1], terms[0]);
        Assert.Equal(expected, terms[2].Select(value => (double)value), (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Fact]
    public void Chebyshev_AsTheAuthorsCode_SquaresEachElement()
    {
        var terms = GraphMatrices.Chebyshev(Weights, 4, 3, isElementwise: true);

        Assert.Equal(2 * terms[1][1] * terms[1][1], terms[2][1], 1e-5);
        Assert.Equal((2 * terms[1][0] * terms[1][0]) - 1, terms[2][0], 1e-5);
        Assert.NotEqual(GraphMatrices.Chebyshev(Weights, 4, 3, isElementwise: false)[2], terms[2]);
    }

    [Fact]
    public void Chebyshev_ScaledLaplacian_HasEigenvaluesWithinOne()
    {
        // L of 0 - 1 with weight 1 has the eigenvalues 0 and 2: L̃ = L - I.
        var terms = GraphMatrices.Chebyshev([0, 1, 1, 0], 2, 2, isElementwise: false);

        Assert.Equal([0f, -1f, -1f, 0f], terms[1], (one, other) => Math.Abs(one - other) < 1e-5);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Chebyshev_NoEdges_StaysFinite(int nodes)
    {
        var terms = GraphMatrices.Chebyshev(new float[nodes * nodes], nodes, 3, isElementwise: false);

        Assert.All(terms.SelectMany(term => term), value => Assert.True(float.IsFinite(value)));
        Assert.Equal(terms[0].Select(value => -value), terms[1]);
    }
}
