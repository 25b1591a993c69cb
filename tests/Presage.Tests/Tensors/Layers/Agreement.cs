namespace Presage.Tests.Tensors.Layers;

/// <summary>Compares float32 results with reference values.</summary>
static class Agreement
{
    const double Tolerance = 1e-5;

    /// <summary>Every value differs by at most 1e-5 of the largest reference value of its array.</summary>
    public static void Check(string what, ReadOnlySpan<float> expected, ReadOnlySpan<float> actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        var scale = 0d;
        foreach (var value in expected)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }

        for (var index = 0; index < expected.Length; index++)
        {
            var difference = Math.Abs((double)expected[index] - actual[index]);
            Assert.True(
                difference <= Tolerance * scale,
                $"{what}[{index}]: expected {expected[index]:R}, got {actual[index]:R}; they differ by {difference:E1}, allowed is {Tolerance * scale:E1}.");
        }
    }
}
