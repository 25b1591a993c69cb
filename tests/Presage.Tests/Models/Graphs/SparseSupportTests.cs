using Presage.Models.Graphs;

namespace Presage.Tests.Models.Graphs;

public sealed class SparseSupportTests
{
    [Fact]
    public void Of_AnyMatrix_RowsSumToOneWithoutTheDiagonal()
    {
        var support = SparseSupport.Of([5, 1, 3, 0, 7, 2, 0, 0, 9], 3);

        Assert.Equal([0, 0.25f, 0.75f, 0, 0, 1, 0, 0, 1], support.ToDense());
    }

    [Fact]
    public void Gather_Neighbours_IsTheirWeightedMean()
    {
        var support = SparseSupport.Of([0, 1, 3, 0, 0, 0, 0, 0, 0], 3);
        var mean = new float[2];

        support.Gather(0, [1, 2, 10, 20, 100, 200], 2, 0, mean);
        Assert.Equal([77.5f, 155], mean);

        support.Gather(1, [1, 2, 10, 20, 100, 200], 2, 0, mean);
        Assert.Equal([10, 20], mean); // nobody's neighbour looks at itself
    }

    [Fact]
    public void FromDense_OfDense_IsBitEqual()
    {
        var support = SparseSupport.Of([0, 1, 2, 3, 0, 5, 7, 11, 0], 3);

        Assert.Equal(support.ToDense(), SparseSupport.FromDense(support.ToDense(), 3).ToDense());
    }
}
