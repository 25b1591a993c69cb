using Presage.Tensors.Autodiff;

namespace Presage.Tests.Tensors.Autodiff;

public sealed class ParameterSetTests
{
    [Fact]
    public void Initialize_SameSeed_GivesTheSameBitsWhateverTheOrder()
    {
        using var first = new ParameterSet();
        using var second = new ParameterSet();
        var a = first.Declare("a", new Shape(3, 7), Initializers.InverseRoot(3));
        first.Declare("b", new Shape(5), Initializers.InverseRoot(3));
        second.Declare("b", new Shape(5), Initializers.InverseRoot(3));
        var again = second.Declare("a", new Shape(3, 7), Initializers.InverseRoot(3));
        first.Initialize(9);
        second.Initialize(9);
        Assert.True(a.Values.SequenceEqual(again.Values));
        Assert.False(a.Values[..5].SequenceEqual(second.Get("b").Values));
        first.Initialize(10);
        Assert.False(a.Values.SequenceEqual(again.Values));
    }

    [Fact]
    public void Values_OfAllParameters_ArePaddedWithZeros()
    {
        using var set = new ParameterSet();
        set.Declare("a", new Shape(3), Initializers.One);
        set.Declare("b", new Shape(17), Initializers.Constant(2f));
        set.Initialize(1);
        Assert.Equal(20, set.Count);
        Assert.Equal(48, set.Values.Length);
        Assert.Equal(3 + 34, set.Values.ToArray().Sum());
    }

    [Fact]
    public void Declare_NameTwiceOrTooLate_Throws()
    {
        using var set = new ParameterSet();
        var scope = new ParameterScope(set) / "encoder" / "norm";
        Assert.Equal("encoder.norm.gain", scope.Declare("gain", new Shape(3), Initializers.One).Name);
        var error = Assert.Throws<ArgumentException>(() => scope.Declare("gain", new Shape(3), Initializers.One));
        Assert.Contains("encoder.norm.gain", error.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidOperationException>(() => set.Values.Length);
        set.Initialize(1);
        Assert.Throws<InvalidOperationException>(() => scope.Declare("bias", new Shape(3), Initializers.Zero));
        Assert.Throws<ArgumentException>(() => set.Get("encoder.norm.bias"));
    }
}
