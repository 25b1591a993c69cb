using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;
using Presage.Tensors.Losses;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

/// <summary>The gradient of every operation, one line each.</summary>
[Collection(SimdCollection.Name)]
public sealed class OperationGradientTests
{
    static readonly float[] Levels = [0.1f, 0.5f, 0.9f];

    static readonly Dictionary<string, GradientCase> Cases = new()
    {
        ["add same"] = GradientCase.Of(x => x[0] + x[1], new(3, 7), new(3, 7)),
        ["add row"] = GradientCase.Of(x => x[0] + x[1], new(2, 3, 17), new(17)),
        ["add column"] = GradientCase.Of(x => x[0] + x[1], new(2, 3, 17), new(2, 3, 1)),
        ["add scalar"] = GradientCase.Of(x => x[0] + x[1], new(5, 33), new(1)),
        ["add outer"] = GradientCase.Of(x => x[0] + x[1], new(5, 1), new(1, 19)),
        ["subtract same"] = GradientCase.Of(x => x[0] - x[1], new(3, 7), new(3, 7)),
        ["subtract first repeats"] = GradientCase.Of(x => x[0] - x[1], new(7), new(2, 3, 7)),
        ["subtract middle"] = GradientCase.Of(x => x[0] - x[1], new(2, 5, 3), new(2, 1, 3)),
        ["multiply same"] = GradientCase.Of(x => x[0] * x[1], new(3, 19), new(3, 19)),
        ["multiply row"] = GradientCase.Of(x => x[0] * x[1], new(4, 5), new(5)),
        ["multiply column"] = GradientCase.Of(x => x[0] * x[1], new(2, 3, 1), new(2, 3, 17)),
        ["multiply scalar"] = GradientCase.Of(x => x[0] * x[1], new(1), new(3, 21)),
        ["multiply crossed"] = GradientCase.Of(x => x[0] * x[1], new(2, 1, 3, 1, 5), new(1, 4, 3, 2, 1)),
        ["multiply itself"] = GradientCase.Of(x => x[0] * x[0], new Shape(3, 5)),
        ["divide same"] = GradientCase.Of(x => x[0] / x[1], new(3, 7), new(3, 7)) with { Values = InputValues.Positive },
        ["divide column"] = GradientCase.Of(x => x[0] / x[1], new(3, 18), new(3, 1)) with { Values = InputValues.Positive },
        ["divide first repeats"] = GradientCase.Of(x => x[0] / x[1], new(1), new(3, 18)) with { Values = InputValues.Positive },
        ["divide outer"] = GradientCase.Of(x => x[0] / x[1], new(4, 1), new(3)) with { Values = InputValues.Positive },
        ["minimum"] = GradientCase.Of(x => x[0].Minimum(x[1] + 0.025f), new(3, 5), new(3, 5)) with { Values = InputValues.Apart },
        ["minimum row"] = GradientCase.Of(x => x[0].Minimum(x[1] + 0.025f), new(3, 5), new(5)) with { Values = InputValues.Apart },
        ["maximum"] = GradientCase.Of(x => x[0].Maximum(x[1] + 0.025f), new(3, 5), new(3, 5)) with { Values = InputValues.Apart },
        ["maximum scalar"] = GradientCase.Of(x => x[0].Maximum(x[1] + 0.025f), new(3, 5), new(1)) with { Values = InputValues.Apart },
        ["constants"] = GradientCase.Of(x => 2f - (3f * -x[0] + 1f) / 4f - 5f, new Shape(3, 5)),
        ["constant over"] = GradientCase.Of(x => 2f / x[0], new Shape(3, 5)) with { Values = InputValues.Positive },
        ["exp"] = GradientCase.Of(x => x[0].Exp(), new Shape(3, 7)),
        ["log"] = GradientCase.Of(x => x[0].Log(), new Shape(3, 7)) with { Values = InputValues.Positive },
        ["sqrt"] = GradientCase.Of(x => x[0].Sqrt(), new Shape(3, 7)) with { Values = InputValues.Positive },
        ["square"] = GradientCase.Of(x => x[0].Square(), new Shape(3, 7)),
        ["reciprocal"] = GradientCase.Of(x => x[0].Reciprocal(), new Shape(3, 7)) with { Values = InputValues.Positive },
        ["abs"] = GradientCase.Of(x => x[0].Abs(), new Shape(3, 7)) with { Values = InputValues.Apart },
        ["clamp"] = GradientCase.Of(x => x[0].Clamp(-0.2f, 0.3f), new Shape(3, 7)) with { Values = InputValues.Apart },
        ["tanh"] = GradientCase.Of(x => x[0].Tanh(), new Shape(3, 17)),
        ["sigmoid"] = GradientCase.Of(x => x[0].Sigmoid(), new Shape(3, 17)),
        ["relu"] = GradientCase.Of(x => x[0].Relu(), new Shape(3, 17)) with { Values = InputValues.Apart },
        ["leaky relu"] = GradientCase.Of(x => x[0].LeakyRelu(0.2f), new Shape(3, 17)) with { Values = InputValues.Apart },
        ["elu"] = GradientCase.Of(x => x[0].Elu(0.7f), new Shape(3, 17)) with { Values = InputValues.Apart },
        ["gelu"] = GradientCase.Of(x => x[0].Gelu(), new Shape(3, 17)),
        ["silu"] = GradientCase.Of(x => x[0].Silu(), new Shape(3, 17)),
        ["softplus"] = GradientCase.Of(x => x[0].Softplus(), new Shape(3, 17)),
        ["sum"] = GradientCase.Of(x => x[0].Sum(), new Shape(3, 17)),
        ["sum axis 0"] = GradientCase.Of(x => x[0].Sum(0), new Shape(4, 3, 5)),
        ["sum axis 1 kept"] = GradientCase.Of(x => x[0].Sum(1, keepAxis: true) * x[0], new Shape(4, 3, 5)),
        ["sum last"] = GradientCase.Of(x => x[0].Sum(-1), new Shape(4, 3, 21)),
        ["mean"] = GradientCase.Of(x => x[0].Mean(), new Shape(3, 17)),
        ["mean axis 1"] = GradientCase.Of(x => x[0].Mean(axis: 1), new Shape(2, 5, 3)),
        ["variance"] = GradientCase.Of(x => x[0].Variance(axis: 1), new Shape(2, 5, 3)),
        ["max"] = GradientCase.Of(x => x[0].Max(), new Shape(3, 7)) with { Values = InputValues.Apart },
        ["max axis 1"] = GradientCase.Of(x => x[0].Max(1), new Shape(2, 5, 3)) with { Values = InputValues.Apart },
        ["max last kept"] = GradientCase.Of(x => x[0].Max(-1, keepAxis: true) * x[0], new Shape(2, 5)) with { Values = InputValues.Apart },
        ["cumulative sum"] = GradientCase.Of(x => x[0].CumulativeSum(1), new Shape(2, 5, 3)),
        ["cumulative sum last"] = GradientCase.Of(x => x[0].CumulativeSum(-1), new Shape(2, 5)),
        ["reshape"] = GradientCase.Of(x => x[0].Reshape(3, -1) * x[0].Reshape(3, 10), new Shape(2, 5, 3)),
        ["transpose"] = GradientCase.Of(x => x[0].Transpose(0, 1), new Shape(37, 41)),
        ["transpose inner"] = GradientCase.Of(x => x[0].Transpose(1, 2), new Shape(2, 5, 7)),
        ["transpose outer"] = GradientCase.Of(x => x[0].Transpose(0, 1), new Shape(3, 4, 5)),
        ["permute 4"] = GradientCase.Of(x => x[0].Permute(3, 1, 0, 2), new Shape(2, 3, 4, 5)),
        ["permute 6"] = GradientCase.Of(x => x[0].Permute(4, 0, 5, 2, 1, 3), new Shape(2, 3, 1, 2, 3, 2)),
        ["concat axis 0"] = GradientCase.Of(x => Tensor.Concat(0, x[0], x[1]), new(2, 3), new(4, 3)),
        ["concat last"] = GradientCase.Of(x => Tensor.Concat(-1, x[0], x[1], x[0]), new(2, 3), new(2, 5)),
        ["stack"] = GradientCase.Of(x => Tensor.Stack(1, x[0], x[1]), new(2, 3), new(2, 3)),
        ["slice"] = GradientCase.Of(x => x[0].Slice(1, 1, 4), new Shape(2, 5, 3)),
        ["slice overlap"] = GradientCase.Of(x => x[0].Slice(1, 1..) * x[0].Slice(1, ..^1), new Shape(2, 5, 3)),
        ["slice step"] = GradientCase.Of(x => x[0].Slice(-1, 1, 8, step: 3), new Shape(3, 8)),
        ["repeat"] = GradientCase.Of(x => x[0].Repeat(1, 3), new Shape(2, 4, 5)),
        ["expand"] = GradientCase.Of(x => x[0].Expand(new Shape(4, 2, 3, 5)), new Shape(2, 1, 5)),
        ["pad"] = GradientCase.Of(x => x[0].Pad(1, 2, 1, constant: 3f), new Shape(2, 4, 5)),
        ["pad replicate"] = GradientCase.Of(x => x[0].Pad(1, 3, 2, PadMode.Replicate), new Shape(2, 4, 5)),
        ["pad circular"] = GradientCase.Of(x => x[0].Pad(1, 3, 4, PadMode.Circular), new Shape(2, 4, 5)),
        ["flip"] = GradientCase.Of(x => x[0].Flip(1), new Shape(2, 4, 5)),
        ["gather"] = GradientCase.Of(x => x[0].Gather(0, 2, 0, 2, 1, 2), new Shape(3, 5)),
        ["gather rows"] = GradientCase.Of(x => x[0].GatherRows(x[0].Graph.Constant(new Shape(2, 3), [1, 0, 1, 3, 3, 3])), new Shape(4, 5)),
        ["softmax"] = GradientCase.Of(x => x[0].Softmax(), new Shape(3, 17)),
        ["softmax narrow"] = GradientCase.Of(x => x[0].Softmax(), new Shape(5, 3)),
        ["softmax masked"] = GradientCase.Of(x => x[0].Softmax(Causal(x[0].Graph, 5)), new Shape(2, 3, 5, 5)),
        ["log softmax"] = GradientCase.Of(x => x[0].LogSoftmax(), new Shape(3, 17)),
        ["dropout"] = GradientCase.Of(x => x[0].Dropout(0.4f), new Shape(4, 19)) with { InferenceDiffers = true },
        ["matmul"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(5, 7), new(7, 3)),
        ["matmul shared right"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 3, 5, 7), new(7, 33)),
        ["matmul shared left"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(4, 4), new(2, 3, 4, 5)),
        ["matmul batched"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 3, 5, 7), new(2, 3, 7, 4)),
        ["matmul graph"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 1, 4, 4), new(2, 3, 4, 5)),
        ["matmul crossed"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 1, 3, 4), new(3, 4, 5)),
        ["matmul transposed"] = GradientCase.Of(x => x[0].MatMulTransposed(x[1]), new(2, 5, 7), new(2, 4, 7)),
        ["matmul transposed shared"] = GradientCase.Of(x => x[0].MatMulTransposed(x[1]), new(2, 5, 7), new(4, 7)),
        ["transposed matmul"] = GradientCase.Of(x => x[0].TransposedMatMul(x[1]), new(2, 7, 5), new(2, 7, 4)),
        ["transposed matmul shared"] = GradientCase.Of(x => x[0].TransposedMatMul(x[1]), new(2, 7, 5), new(7, 4)),
        ["additive adjacency"] =
            GradientCase.Of(x => Tensor.AdditiveAdjacency(x[0], x[1], x[2]), new(2, 5, 1, 6), new(2, 5, 1, 6), new(1, 6)),
        ["additive adjacency heads"] =
            GradientCase.Of(x => Tensor.AdditiveAdjacency(x[0], x[1], x[2], x[3]), new(2, 3, 6, 2, 4), new(2, 3, 6, 2, 4), new(2, 4), new(2)),
        ["additive adjacency itself"] = GradientCase.Of(x => Tensor.AdditiveAdjacency(x[0], x[0], x[1]), new(2, 17, 1, 3), new(1, 3)),
        ["sparsify rows"] = GradientCase.Of(x => x[0].SparsifyRows(3), new Shape(2, 6, 6)) with { Values = InputValues.Apart },
        ["sparsify rows only"] =
            GradientCase.Of(x => x[0].SparsifyRows(2, selfLoops: false, AdjacencyNormalization.None), new Shape(2, 5, 5))
                with
            { Values = InputValues.Apart },
        ["sparsify rows without loops"] =
            GradientCase.Of(x => x[0].SparsifyRows(4, selfLoops: false), new Shape(2, 3, 5, 5)) with { Values = InputValues.Apart },
        ["sparsify rows symmetric"] =
            GradientCase.Of(x => x[0].SparsifyRows(9, normalization: AdjacencyNormalization.Symmetric, diagonalCompetes: true), new Shape(2, 17, 17))
                with
            { Values = InputValues.Positive, Step = 1e-3f },
        ["gated tanh"] = GradientCase.Of(x => x[0].GatedTanh(), new Shape(2, 3, 38)),
        ["gated tanh twice used"] = GradientCase.Of(x => x[0].GatedTanh() * x[0].Sum(axis: -1, keepAxis: true), new Shape(2, 3, 4)),
        ["matmul relu"] = GradientCase.Of(x => x[0].MatMulRelu(x[1]), new(2, 3, 5, 5), new(2, 3, 5, 4)) with { Step = 1e-3f },
        ["matmul relu shared right"] = GradientCase.Of(x => x[0].MatMulRelu(x[1]), new(2, 5, 7), new(7, 4)) with { Step = 1e-3f },
        ["matmul relu shared left"] = GradientCase.Of(x => x[0].MatMulRelu(x[1]), new(4, 4), new(2, 4, 3)) with { Step = 1e-3f },
        ["adjacency for each step"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 3, 5, 5), new(2, 3, 5, 4)),
        ["adjacency for all windows"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(5, 5), new(2, 5, 4)),
        ["adjacency for all steps of a window"] = GradientCase.Of(x => x[0].MatMul(x[1]), new(2, 1, 5, 5), new(2, 3, 5, 4)),
        ["convolve same"] = GradientCase.Of(x => x[0].Convolve(x[1], x[2]), new(2, 9, 3), new(3, 3, 5), new(5)),
        ["convolve even"] = GradientCase.Of(x => x[0].Convolve(x[1]), new(2, 9, 3), new(4, 3, 5)),
        ["convolve causal dilated"] =
            GradientCase.Of(x => x[0].Convolve(x[1], x[2], TimePadding.Causal, dilation: 2), new(2, 9, 3), new(3, 3, 5), new(5)),
        ["convolve circular"] = GradientCase.Of(x => x[0].Convolve(x[1], null, TimePadding.Circular), new(2, 6, 3), new(3, 3, 17)),
        ["convolve strided"] = GradientCase.Of(x => x[0].Convolve(x[1], null, TimePadding.None, stride: 3), new(2, 11, 3), new(4, 3, 5)),
        ["convolve strided dilated"] =
            GradientCase.Of(x => x[0].Convolve(x[1], null, TimePadding.Circular, dilation: 3, stride: 2), new(2, 7, 2), new(3, 2, 3)),
        ["convolve one"] = GradientCase.Of(x => x[0].Convolve(x[1], x[2]), new(1, 1, 1), new(1, 1, 1), new(1)),
        ["average pool"] = GradientCase.Of(x => x[0].AveragePool(3), new Shape(2, 8, 5)),
        ["average pool overlapping"] = GradientCase.Of(x => x[0].AveragePool(window: 3, stride: 1, padding: 1), new Shape(2, 8, 5)),
        ["max pool"] = GradientCase.Of(x => x[0].MaxPool(3), new Shape(2, 8, 5)) with { Values = InputValues.Apart },
        ["max pool overlapping"] = GradientCase.Of(x => x[0].MaxPool(3, 2, 1), new Shape(2, 8, 3)) with { Values = InputValues.Apart },
        ["mean squared error"] = GradientCase.Of(x => Loss.MeanSquaredError(x[0], Target(x[0])), new Shape(3, 7)),
        ["mean squared error weighted"] =
            GradientCase.Of(x => Loss.MeanSquaredError(x[0], Target(x[0]), Weight(x[0], 3, 1)), new Shape(3, 17)),
        ["mean absolute error"] =
            GradientCase.Of(x => Loss.MeanAbsoluteError(x[0], Zero(x[0])), new Shape(3, 7)) with { Values = InputValues.Apart },
        ["huber"] = GradientCase.Of(x => Loss.Huber(x[0], Target(x[0]), 0.8f, Weight(x[0], 7)), new Shape(3, 7)),
        ["quantile"] =
            GradientCase.Of(x => Loss.Quantile(x[0], Zero(x[0], 7), Levels), new Shape(7, 3)) with { Values = InputValues.Apart },
        ["quantile weighted"] =
            GradientCase.Of(x => Loss.Quantile(x[0], Zero(x[0], 2, 3), Levels, Weight(x[0], 2, 1)), new Shape(2, 3, 3))
                with
            { Values = InputValues.Apart },
        ["cross-entropy"] = GradientCase.Of(x => Loss.CrossEntropy(x[0], x[0].Graph.Constant(new Shape(4), [0, 2, 1, 2])), new Shape(4, 3)),
        ["cross-entropy weighted"] =
            GradientCase.Of(x => Loss.CrossEntropy(x[0], x[0].Graph.Constant(new Shape(2), [0, 16]), Weight(x[0], 2)), new Shape(2, 17)),
        ["cross-entropy probabilities"] = GradientCase.Of(x => Loss.CrossEntropy(x[0], Target(x[0]).Softmax()), new Shape(4, 3)),
        ["sum of losses"] =
            GradientCase.Of(x => Loss.MeanSquaredError(x[0], Target(x[0])) + 0.3f * Loss.Huber(x[0], Zero(x[0])), new Shape(3, 7)),
        ["linear layer"] = new() { Shapes = [new(2, 3, 5)], Declare = Linear },
    };

    public static TheoryData<string, string> Names
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var name in Cases.Keys)
            {
                foreach (var level in InstructionSets.All)
                {
                    data.Add(name, level);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Backward_AnyOperation_AgreesWithDifferences(string name, string level)
    {
        using var _ = InstructionSets.Use(level);
        GradientCheck.Verify(Cases[name]);
    }

    static Func<Graph, Tensor[], Tensor> Linear(ParameterScope scope)
    {
        var layer = new Linear(scope, 5, 17, Activation.Tanh);
        return (_, inputs) => layer.Apply(inputs[0]);
    }

    static Tensor Causal(Graph graph, int size)
    {
        var mask = new float[size * size];
        for (var row = 0; row < size; row++)
        {
            mask.AsSpan(row * size + row + 1, size - row - 1).Fill(float.NegativeInfinity);
        }

        return graph.Constant(new Shape(size, size), mask);
    }

    static Tensor Zero(Tensor like, params int[] sizes)
    {
        var shape = sizes.Length == 0 ? like.Shape : new Shape(sizes);
        return like.Graph.Constant(shape, new float[shape.Length]);
    }

    static Tensor Target(Tensor like)
    {
        var values = new float[like.Shape.Length];
        InputValues.Normal(values, new SeededRandom(5));
        return like.Graph.Constant(like.Shape, values);
    }

    static Tensor Weight(Tensor like, params int[] sizes)
    {
        var shape = new Shape(sizes);
        var values = new float[shape.Length];
        InputValues.Positive(values, new SeededRandom(6));
        values[0] = 0f;
        return like.Graph.Constant(shape, values);
    }
}
