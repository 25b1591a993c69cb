using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>Attention of one sequence to another: <see cref="MultiHeadAttention"/> with queries from the first, keys and values from the second.</summary>
public sealed class CrossAttention : Layer
{
    readonly Parameter _queryWeight;  // [m, m]
    readonly Parameter _queryBias;    // [m]
    readonly Parameter _memoryWeight; // [m, 2m]: key, value
    readonly Parameter _memoryBias;   // [2m]
    readonly Linear _output;
    readonly int _heads;
    readonly float _dropout;

    /// <summary>Declares <c>queryWeight</c>, <c>queryBias</c>, <c>memoryWeight</c>, <c>memoryBias</c>, <c>output.weight</c> and <c>output.bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="width">m, the size of the last axis; a multiple of the heads.</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="dropout">The share of the attention's weights that is dropped in training.</param>
    public CrossAttention(ParameterScope scope, int width, int heads, float dropout = 0f)
    {
        if (heads < 1 || width % heads != 0)
        {
            throw new ArgumentException($"CrossAttention: a width of {width} for {heads} heads; it must be a multiple.");
        }

        var initializer = Initializers.Glorot(width, 3 * width);
        _queryWeight = scope.Declare("queryWeight", new Shape(width, width), initializer);
        _queryBias = scope.Declare("queryBias", new Shape(width), Initializers.Zero);
        _memoryWeight = scope.Declare("memoryWeight", new Shape(width, 2 * width), initializer);
        _memoryBias = scope.Declare("memoryBias", new Shape(2 * width), Initializers.Zero);
        _output = new Linear(scope / "output", width, width, biasInitializer: Initializers.Zero);
        _heads = heads;
        _dropout = dropout;
    }

    /// <summary>Applies the layer.</summary>
    /// <param name="query">[B, S, m], the sequence that looks.</param>
    /// <param name="memory">[B, T, m], the sequence that is looked at.</param>
    /// <param name="keyMask">[B, T]: a step of the memory with 0 is seen by none; null when all are seen.</param>
    /// <returns>[B, S, m].</returns>
    public Tensor Apply(Tensor query, Tensor memory, Tensor? keyMask = null)
    {
        var graph = query.Graph;
        var queries = LinearOperation.Apply([(query, graph.Use(_queryWeight))], graph.Use(_queryBias), Activation.None);
        var keysAndValues = LinearOperation.Apply([(memory, graph.Use(_memoryWeight))], graph.Use(_memoryBias), Activation.None);
        return _output.Apply(AttentionOperation.Cross(queries, keysAndValues, _heads, keyMask, _dropout));
    }
}
