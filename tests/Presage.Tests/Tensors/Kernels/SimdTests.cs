using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed class SimdTests
{
    [Theory]
    [InlineData(null)]
    [InlineData("")]
    public void Choose_NoValue_TakesTheBestOfTheProcessor(string? value) => Assert.Equal(Simd.Supported[0], Simd.Choose(value));

    [Fact]
    public void Choose_Portable_IsAlwaysThere() => Assert.Equal(InstructionSet.Portable, Simd.Choose("Portable"));

    [Fact]
    public void Choose_UnknownValue_NamesValueAndChoices()
    {
        var error = Assert.Throws<InvalidOperationException>(() => Simd.Choose("sse9"));

        Assert.Contains("PRESAGE_SIMD=sse9", error.Message, StringComparison.Ordinal);
        Assert.Contains("portable", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Use_Disposed_RestoresTheLevelBefore()
    {
        var before = Simd.Level;

        using (Simd.Use(InstructionSet.Portable))
        {
            Assert.Equal(InstructionSet.Portable, Simd.Level);
        }

        Assert.Equal(before, Simd.Level);
    }
}
