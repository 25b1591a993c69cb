namespace Presage.Tensors.Autodiff;

/// <summary>A learned array: a named part of a <see cref="ParameterSet"/>.</summary>
public sealed class Parameter
{
    readonly ParameterSet _set;

    internal Parameter(ParameterSet set, string name, Shape shape, long offset, Initializer initializer, bool isLearned)
    {
        _set = set;
        Name = name;
        Shape = shape;
        Offset = offset;
        Initializer = initializer;
        IsLearned = isLearned;
    }

    /// <summary>The name, unique in its set, with dots between levels: <c>short.layer0.inputWeight</c>.</summary>
    public string Name { get; }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The values; writing to them must be followed by <see cref="ParameterSet.MarkChanged"/>.</summary>
    public Span<float> Values => _set.Values.Slice(checked((int)Offset), checked((int)Shape.Length));

    /// <summary>The gradient of the last backward pass.</summary>
    public Span<float> Gradient => _set.Gradients.Slice(checked((int)Offset), checked((int)Shape.Length));

    /// <summary>Whether optimisers change it; a running statistic is kept with the parameters but follows its own rule.</summary>
    public bool IsLearned { get; }

    /// <summary>The share of the optimiser's learning rate at which it learns; 1 by default. Set before an optimiser is made.</summary>
    public float LearningRateScale { get; set; } = 1f;

    /// <summary>Whether weight decay pulls it to zero; true by default. Set before an optimiser is made.</summary>
    public bool Decays { get; set; } = true;

    /// <summary>Where it starts in the set's flat buffers.</summary>
    internal long Offset { get; }

    internal Initializer Initializer { get; }
}
