using Presage.Tensors.Memory;

namespace Presage.Tensors.Autodiff;

/// <summary>A value in a <see cref="Graph"/>: a shape and the operation that computes it. It holds no numbers; a plan gives it a place.</summary>
public sealed partial class Tensor
{
    internal Tensor(Graph graph, int id, Shape shape, TensorKind kind, bool needsGradient, Operation? producer, Tensor? viewOf)
    {
        Graph = graph;
        Id = id;
        Shape = shape;
        Kind = kind;
        NeedsGradient = needsGradient;
        Producer = producer;
        Storage = viewOf?.Storage ?? this;
    }

    /// <summary>The sizes of the axes.</summary>
    public Shape Shape { get; }

    /// <summary>The graph it belongs to.</summary>
    public Graph Graph { get; }

    internal int Id { get; }

    internal TensorKind Kind { get; }

    internal bool NeedsGradient { get; }

    internal Operation? Producer { get; }

    /// <summary>The tensor whose memory this one shows; itself, unless it is a reshaped view.</summary>
    internal Tensor Storage { get; }

    /// <summary>The parameter behind a tensor of that kind.</summary>
    internal Parameter? Parameter { get; init; }

    /// <summary>The name of an input.</summary>
    internal string? Name { get; init; }

    /// <summary>The values behind a constant.</summary>
    internal NativeBuffer? ConstantValues { get; init; }

    /// <inheritdoc />
    public override string ToString() => $"{Kind} {Id} {Shape}{(Producer is null ? "" : $" from {Producer.Name}")}";
}
