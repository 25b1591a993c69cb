using Presage.Tensors.Autodiff;

namespace Presage.Tests.Tensors.Autodiff;

public sealed class ShapeTests
{
    [Fact]
    public void Index_NegativeAxis_CountsFromTheEnd()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal([5, 3, 2], new[] { shape[-1], shape[-2], shape[-3] });
        Assert.Equal((3, 30L, 5), (shape.Rank, shape.Length, shape.Last));
        Assert.Equal("Shape [2, 3, 5]: no axis 3.", Assert.Throws<ArgumentException>(() => shape[3]).Message);
        Assert.Throws<ArgumentException>(() => shape[-4]);
    }

    [Fact]
    public void Constructor_SizesOutOfRange_Throws()
    {
        Assert.Throws<ArgumentException>(() => new Shape(Array.Empty<int>()));
        Assert.Throws<ArgumentException>(() => new Shape(1, 1, 1, 1, 1, 1, 1));
        Assert.Contains("axis 1 has size 0", Assert.Throws<ArgumentException>(() => new Shape(2, 0)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void WithAndWithout_AnAxis_ChangeOnlyIt()
    {
        var shape = new Shape(2, 3, 5);
        Assert.Equal(new Shape(2, 7, 5), shape.With(-2, 7));
        Assert.Equal(new Shape(2, 5), shape.Without(1));
        Assert.Equal(new Shape(1), new Shape(4).Without(0));
        Assert.Equal(6, shape.Product(0, 2));
    }

    [Fact]
    public void Equality_SameSizes_IsEqual()
    {
        Assert.True(new Shape(2, 3) == new Shape(2, 3));
        Assert.True(new Shape(2, 3) != new Shape(3, 2));
        Assert.False(new Shape(2, 3).Equals(new Shape(2, 3, 1)));
        Assert.Equal(new Shape(2, 3).GetHashCode(), new Shape(2, 3).GetHashCode());
    }
}
