using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Benchmarking;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Layers;

/// <summary>Every layer's gradients, of its input and of its parameters, agree with differences, on every instruction set.</summary>
[Collection(SimdCollection.Name)]
public sealed class LayerGradientTests
{
    static readonly Dictionary<string, GradientCase> Cases = new()
    {
        ["linear"] = Layer(scope => new Linear(scope, 5, 7, Activation.Gelu).Apply, new Shape(2, 3, 5)),
        ["linear sum"] = Of(scope => { var layer = new LinearSum(scope, 5, 3, 7, Activation.Sigmoid); return (_, x) => layer.Apply(x[0], x[1]); },
            new Shape(2, 3, 5), new Shape(2, 3, 3)),
        ["feed forward"] = Layer(scope => new FeedForward(scope, 5, 9, 4).Apply, new Shape(2, 3, 5)),
        ["gru"] = Layer(scope => new Gru(scope, 3, 5).Apply, new Shape(2, 6, 3)),
        ["gru, one step"] = Layer(scope => new Gru(scope, 3, 5).Apply, new Shape(2, 1, 3)),
        ["gru, many sequences"] = Layer(scope => new Gru(scope, 2, 18).Apply, new Shape(19, 4, 2)),
        ["gru, two layers"] = Layer(scope => new Gru(scope, 3, 5, layers: 2).Apply, new Shape(2, 6, 3)),
        ["gru, dropout between"] = Layer(scope => new Gru(scope, 3, 5, layers: 2, dropout: 0.4f).Apply, new Shape(2, 6, 3)) with { InferenceDiffers = true },
        ["gru, papers' form"] = Layer(scope => new Gru(scope, 3, 5, form: GruForm.Paper).Apply, new Shape(2, 6, 3)),
        ["lstm"] = Layer(scope => new Lstm(scope, 3, 5).Apply, new Shape(2, 6, 3)),
        ["lstm, one step"] = Layer(scope => new Lstm(scope, 3, 5).Apply, new Shape(2, 1, 3)),
        ["lstm, many sequences"] = Layer(scope => new Lstm(scope, 2, 18).Apply, new Shape(19, 4, 2)),
        ["lstm, both directions"] = Layer(scope => new Lstm(scope, 3, 5, layers: 2, bidirectional: true).Apply, new Shape(2, 6, 3)),
        ["lstm, dropout between"] = Layer(scope => new Lstm(scope, 3, 5, layers: 2, dropout: 0.4f).Apply, new Shape(2, 6, 3)) with { InferenceDiffers = true },
        ["lstm, last states"] = Layer(
            scope => { var layer = new Lstm(scope, 3, 5, bidirectional: true); return input => layer.LastStates(layer.Apply(input)); }, new Shape(2, 4, 3)),
        ["attention"] = Attention(layer => (_, x) => layer.Apply(x[0])),
        ["attention, causal"] = Attention(layer => (_, x) => layer.Apply(x[0], causal: true)),
        ["attention, masked"] = Attention(layer => (graph, x) => layer.Apply(x[0], keyMask: graph.Constant(new Shape(2, 4), [1, 0, 1, 1, 1, 1, 0, 0]))),
        ["attention, dropout"] = Attention(layer => (_, x) => layer.Apply(x[0]), dropout: 0.3f) with { InferenceDiffers = true },
        ["cross attention"] = Of(scope => { var layer = new CrossAttention(scope, 6, 2); return (_, x) => layer.Apply(x[0], x[1]); },
            new Shape(2, 3, 6), new Shape(2, 5, 6)),
        ["encoder layer, norm after"] = Layer(Encoder(normFirst: false), new Shape(2, 4, 6)),
        ["encoder layer, norm before"] = Layer(Encoder(normFirst: true), new Shape(2, 4, 6)),
        ["encoder layer, dropout"] = Layer(Encoder(normFirst: false, dropout: 0.2f), new Shape(2, 4, 6)) with { InferenceDiffers = true },
        ["decoder layer"] = Of(scope => { var layer = new TransformerDecoderLayer(scope, 6, 2, 8); return (_, x) => layer.Apply(x[0], x[1]); },
            new Shape(2, 3, 6), new Shape(2, 5, 6)),
        ["layer norm"] = Layer(scope => new LayerNorm(scope, 7).Apply, new Shape(2, 3, 7)),
        ["batch norm"] = Layer(scope => new BatchNorm(scope, 3).Apply, new Shape(2, 9, 3)) with { InferenceDiffers = true },
        ["instance norm"] = InstanceNormOnFixedStatistics(inverse: false),
        ["instance norm, inverse"] = InstanceNormOnFixedStatistics(inverse: true),
        ["convolution, same"] = Layer(scope => new Conv1d(scope, 3, 4, 3).Apply, new Shape(2, 6, 3)),
        ["convolution, causal and dilated"] = Layer(scope => new Conv1d(scope, 3, 4, 2, TimePadding.Causal, dilation: 2).Apply, new Shape(2, 6, 3)),
        ["convolution, circular"] = Layer(scope => new Conv1d(scope, 3, 4, 3, TimePadding.Circular, bias: false).Apply, new Shape(2, 6, 3)),
        ["gated convolution"] = Layer(scope => new GatedConv1d(scope, 3, 4, 2, dilation: 2).Apply, new Shape(2, 6, 3)),
        ["embedding"] = Of(scope => { var layer = new Embedding(scope, 4, 3); return (graph, _) => layer.Apply(graph.Constant(new Shape(2, 3), [3, 0, 1, 1, 3, 3])); }),
        ["additive adjacency"] = Layer(scope => new AdditiveAdjacency(scope, 3, heads: 2, width: 5).Apply, new Shape(2, 2, 6, 3)),
        ["M1"] = Layer(scope => new M1DualChannel(scope, 3, 6, 2).Apply, new Shape(2, 5, 3)),
    };

    public static TheoryData<string, string> LevelsAndCases
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var level in Simd.Supported)
            {
                foreach (var name in Cases.Keys)
                {
                    data.Add(level.ToString(), name);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LevelsAndCases))]
    public void Gradient_OfLayer_AgreesWithDifferences(string level, string name)
    {
        using var instructions = InstructionSets.Use(level);
        GradientCheck.Verify(Cases[name]);
    }

    static GradientCase Of(Func<ParameterScope, Func<Graph, Tensor[], Tensor>> declare, params Shape[] shapes) =>
        new() { Shapes = shapes, Declare = declare };

    static GradientCase Layer(Func<ParameterScope, Func<Tensor, Tensor>> create, Shape shape) =>
        new() { Shapes = [shape], Batch = shape[0], Declare = scope => { var apply = create(scope); return (_, inputs) => apply(inputs[0]); } };

    static GradientCase Attention(Func<MultiHeadAttention, Func<Graph, Tensor[], Tensor>> apply, float dropout = 0f) =>
        Of(scope => apply(new MultiHeadAttention(scope, 6, 2, dropout)), new Shape(2, 4, 6));

    static Func<ParameterScope, Func<Tensor, Tensor>> Encoder(bool normFirst, float dropout = 0f) => scope =>
    {
        var layer = new TransformerEncoderLayer(scope, 6, 2, 8, dropout, normFirst: normFirst);
        return input => layer.Apply(input);
    };

    /// <summary>Mean and deviation count as constants, so differences agree only where they are.</summary>
    static GradientCase InstanceNormOnFixedStatistics(bool inverse) => Of(
        scope =>
        {
            var gain = scope.Declare("gain", new Shape(3), Initializers.One);
            var bias = scope.Declare("bias", new Shape(3), Initializers.Zero);
            return (graph, inputs) => InstanceNormOperation.Apply(
                inputs[0], graph.Constant(new Shape(2, 2, 3), [1, -2, 3, 0.5f, 2, 1, 0, 1, 2, 1.5f, 0.25f, 3]), graph.Use(gain), graph.Use(bias), inverse);
        },
        new Shape(2, 5, 3));
}
