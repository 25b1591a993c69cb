using Presage.Models.Graphs;
using Presage.Tensors.Autodiff;
using Presage.Tests.Golden;
using Presage.Tests.Tensors.Layers;

namespace Presage.Tests.Models.Graphs;

/// <summary>Outputs and every gradient of the published layers agree with what PyTorch computed in float64.</summary>
public sealed class GraphPeerParityTests
{
    [Fact]
    public void AstgcnBlock_OutputAndEveryGradient_AgreeWithTorch()
    {
        var expected = TorchCase.Load("astgcn-block");
        var polynomials = (Shape: expected.Shape("settings/polynomials"), Values: expected.Values("settings/polynomials"));
        using var parameters = new ParameterSet();
        var block = new AstgcnBlock(new ParameterScope(parameters), nodes: 5, steps: 6, features: 3, filters: 4, terms: 3, convolvesRaw: false);
        (string Ours, Func<string, float[]> Torch)[] names =
        [
            ("time.overNodes", At("U1")), ("time.listen", At("U2")), ("time.speak", At("U3")), ("time.bias", Transposed("be")),
            ("time.score", At("Ve")),
            ("nodes.overSteps", At("W1")), ("nodes.listen", At("W2")), ("nodes.speak", At("W3")), ("nodes.bias", Transposed("bs")),
            ("nodes.score", At("Vs")),
            ("chebyshev.weight", part => [.. Enumerable.Range(0, 3).SelectMany(term => expected.Values($"{part}/theta.{term}"))]),
            ("convolution.weight", part => TapsFirst(expected, $"{part}/time.weight")), ("convolution.bias", At("time.bias")),
            ("residual.weight", part => TapsFirst(expected, $"{part}/residual.weight")), ("residual.bias", At("residual.bias")),
            ("norm.gain", At("norm.weight")), ("norm.bias", At("norm.bias")),
        ];

        Check(expected, parameters, names, input => block.Apply(input, input.Graph.Constant(polynomials.Shape, polynomials.Values)));

        Func<string, float[]> At(string name) => part => expected.Values($"{part}/{name}");
        Func<string, float[]> Transposed(string name) => part => expected.Transposed($"{part}/{name}");
    }

    [Fact]
    public void GraphWaveNetLayer_OutputAndEveryGradient_AgreeWithTorch()
    {
        const int Channels = 3;
        var expected = TorchCase.Load("graph-wavenet-layer");
        var known = expected.Values("settings/graphs");
        using var parameters = new ParameterSet();
        var scope = new ParameterScope(parameters);
        var size = new GraphWaveNetSize(Channels, SkipWidth: 4, EndWidth: 1, Blocks: 1, Order: 2, Embedding: 2, Dropout: 0f);
        var layer = new GraphWaveNetLayer(scope, size, graphs: 3, dilation: 2, isLast: false);
        var source = scope.Declare("source", new Shape(5, 2), Initializers.Zero);
        var sink = scope.Declare("sink", new Shape(5, 2), Initializers.Zero);
        (string Ours, Func<string, float[]> Torch)[] names =
        [
            ("gated.weight", part => SideBySide(TapsFirst(expected, $"{part}/filter.weight"), TapsFirst(expected, $"{part}/gate.weight"), Channels)),
            ("gated.bias", part => [.. expected.Values($"{part}/filter.bias"), .. expected.Values($"{part}/gate.bias")]),
            ("skip.weight", part => TapsFirst(expected, $"{part}/skip.weight")), ("skip.bias", part => expected.Values($"{part}/skip.bias")),
            ("mix.weight", part => TapsFirst(expected, $"{part}/mix.weight")), ("mix.bias", part => expected.Values($"{part}/mix.bias")),
            ("norm.gain", part => expected.Values($"{part}/norm.weight")), ("norm.bias", part => expected.Values($"{part}/norm.bias")),
            ("source", part => expected.Values($"{part}/source")), ("sink", part => expected.Transposed($"{part}/sink")),
        ];

        Check(expected, parameters, names, input =>
        {
            var graph = input.Graph;
            var learned = graph.Use(source).MatMulTransposed(graph.Use(sink)).Relu().Softmax();
            Tensor[] graphs = [graph.Constant(new Shape(5, 5), known.AsSpan(0, 25)), graph.Constant(new Shape(5, 5), known.AsSpan(25)), learned];
            var (state, skip) = layer.Apply(input, graphs);
            return Tensor.Concat(1, state!.Reshape(2, -1), skip.Reshape(2, -1));
        });
    }

    static void Check(
        TorchCase expected, ParameterSet parameters, (string Ours, Func<string, float[]> Torch)[] names, Func<Tensor, Tensor> apply)
    {
        parameters.Initialize(seed: 1);
        var learned = parameters.Parameters.Where(parameter => parameter.IsLearned).Select(parameter => parameter.Name);
        Assert.Equal(names.Select(pair => pair.Ours).Order(), learned.Order());
        foreach (var (ours, torch) in names)
        {
            torch("parameters").CopyTo(parameters.Get(ours).Values);
        }

        parameters.MarkChanged();
        var shape = expected.Shape("input");
        using var run = new LayerRun(
            parameters, shape[0], training: true, graph => apply(graph.Input("input", shape.Without(0), needsGradient: true)));
        run.Bind("input", expected.Values("input")).Forward();
        Assert.Equal(expected.Shape("output"), run.OutputShape);
        Agreement.Check("output", expected.Values("output"), run.Output);
        run.Backward(expected.Values("weighting"));
        Agreement.Check("gradient of the input", expected.Values("inputGradient"), run.InputGradient("input"));
        foreach (var (ours, torch) in names)
        {
            var gradient = torch("gradients");
            if (gradient.All(value => Math.Abs(value) < 1e-9))
            {
                // Batch norm takes a bias before it out again: nothing is left but what rounding leaves.
                Assert.All(parameters.Get(ours).Gradient.ToArray(), value => Assert.Equal(0f, value, 1e-4));
                continue;
            }

            Agreement.Check($"gradient of {ours}", gradient, parameters.Get(ours).Gradient);
        }
    }

    /// <summary>A torch weight [outputs, inputs, 1, taps] as [taps, inputs, outputs].</summary>
    static float[] TapsFirst(TorchCase stored, string path)
    {
        var (weight, shape) = (stored.Values(path), stored.Shape(path));
        var (outputs, inputs, taps) = (shape[0], shape[1], shape[3]);
        var values = new float[weight.Length];
        for (var index = 0; index < weight.Length; index++)
        {
            var (output, input, tap) = (index / taps / inputs, index / taps % inputs, index % taps);
            values[(((tap * inputs) + input) * outputs) + output] = weight[index];
        }

        return values;
    }

    /// <summary>Two arrays of rows of one width as one of twice the width.</summary>
    static float[] SideBySide(float[] left, float[] right, int width) =>
        [.. Enumerable.Range(0, left.Length / width).SelectMany(
            row => left.Skip(row * width).Take(width).Concat(right.Skip(row * width).Take(width)))];
}
