namespace Presage.Tensors.Autodiff;

/// <summary>The usual ways to start a parameter.</summary>
public static class Initializers
{
    /// <summary>All zero.</summary>
    public static Initializer Zero { get; } = static (_, _) => { };

    /// <summary>All one.</summary>
    public static Initializer One { get; } = static (values, _) => values.Fill(1f);

    /// <summary>The same value everywhere.</summary>
    public static Initializer Constant(float value) => (values, _) => values.Fill(value);

    /// <summary>Uniform in [-bound, bound).</summary>
    public static Initializer Uniform(float bound) => (values, random) =>
    {
        foreach (ref var value in values)
        {
            value = bound * (2f * random.NextSingle() - 1f);
        }
    };

    /// <summary>Normal with mean 0.</summary>
    public static Initializer Normal(float deviation) => (values, random) =>
    {
        foreach (ref var value in values)
        {
            value = deviation * (float)random.NextNormal();
        }
    };

    /// <summary>Uniform in ±1/√inputs, as torch.nn.Linear and torch.nn.GRU start.</summary>
    public static Initializer InverseRoot(int inputs) => Uniform(1f / MathF.Sqrt(inputs));

    /// <summary>Glorot and Bengio 2010: uniform in ±√(6/(inputs+outputs)), as torch's attention projections start.</summary>
    public static Initializer Glorot(int inputs, int outputs) => Uniform(MathF.Sqrt(6f / (inputs + outputs)));
}
