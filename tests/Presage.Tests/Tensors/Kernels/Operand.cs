namespace Presage.Tests.Tensors.Kernels;

/// <summary>A guarded block of random floats of fixed length.</summary>
sealed unsafe class Operand : IDisposable
{
    readonly GuardedFloats _memory;

    public Operand(int length, int seed, float scale = 1)
    {
        Length = length;
        _memory = new GuardedFloats(length);
        Start = _memory.Take(length, seed, scale);
    }

    public int Length { get; }

    public float* Start { get; }

    public double[] ToDoubles() => [.. new ReadOnlySpan<float>(Start, Length).ToArray().Select(value => (double)value)];

    /// <summary>Compares with expected + before, each element to 1e-5 of the greatest.</summary>
    public void AssertNear(string name, double[] expected, double[] before)
    {
        _memory.AssertNothingBefore();
        var scale = 1 + expected.Max(Math.Abs);
        for (var i = 0; i < Length; i++)
        {
            var error = Math.Abs(Start[i] - expected[i] - before[i]);
            Assert.True(error <= 1e-5 * scale, $"{name} at {i}: {Start[i]}, expected {expected[i] + before[i]}");
        }
    }

    public void Dispose()
    {
        _memory.AssertNothingBefore();
        _memory.Dispose();
    }
}
