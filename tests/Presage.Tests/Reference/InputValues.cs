using Presage.Tensors.Autodiff;

namespace Presage.Tests.Reference;

/// <summary>Ways to fill the inputs of a gradient check.</summary>
static class InputValues
{
    /// <summary>Normal with deviation 1.</summary>
    public static void Normal(Span<float> values, SeededRandom random)
    {
        foreach (ref var value in values)
        {
            value = (float)random.NextNormal();
        }
    }

    /// <summary>Between 0.5 and 2: for logarithms, roots and divisors.</summary>
    public static void Positive(Span<float> values, SeededRandom random)
    {
        foreach (ref var value in values)
        {
            value = 0.5f + 1.5f * random.NextSingle();
        }
    }

    /// <summary>Odd multiples of 0.025, nearly, half of them negative: steps of 0.01 cross no kink at 0 or between values.</summary>
    public static void Apart(Span<float> values, SeededRandom random)
    {
        var places = new int[values.Length];
        for (var index = 0; index < places.Length; index++)
        {
            places[index] = index;
        }

        random.Shuffle(places);
        for (var index = 0; index < values.Length; index++)
        {
            values[index] = 0.05f * (places[index] - places.Length / 2 + 0.5f) + 0.001f * random.NextSingle();
        }
    }
}
