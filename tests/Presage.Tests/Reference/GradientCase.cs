using Presage.Tensors.Autodiff;

namespace Presage.Tests.Reference;

/// <summary>A function whose gradient is checked.</summary>
sealed record GradientCase
{
    /// <summary>The shapes of the inputs.</summary>
    public required IReadOnlyList<Shape> Shapes { get; init; }

    /// <summary>Declares the parameters of layers, and gives the function of the inputs that uses them.</summary>
    public required Func<ParameterScope, Func<Graph, Tensor[], Tensor>> Declare { get; init; }

    /// <summary>How inputs are filled.</summary>
    public Action<Span<float>, SeededRandom> Values { get; init; } = InputValues.Normal;

    /// <summary>B, the batch of the graph.</summary>
    public int Batch { get; init; } = 2;

    /// <summary>The length of the step along a direction.</summary>
    public float Step { get; init; } = 1e-2f;

    /// <summary>Whether outputs in inference differ from those in training, as dropout's do.</summary>
    public bool InferenceDiffers { get; init; }

    /// <summary>A case without parameters of its own.</summary>
    public static GradientCase Of(Func<Tensor[], Tensor> function, params Shape[] shapes) =>
        new() { Shapes = shapes, Declare = _ => (_, inputs) => function(inputs) };
}
