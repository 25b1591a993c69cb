using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Tests.Tensors.Layers;

/// <summary>The layer against its formulas, written out for two steps of one number, and what its readout sees.</summary>
public sealed class LstmTests
{
    // Gates in the order i, f, g, o.
    static readonly float[] InputWeight = [0.5f, -0.3f, 0.8f, 0.4f];
    static readonly float[] StateWeight = [0.7f, 0.2f, -0.6f, -0.9f];
    static readonly float[] InputBias = [0.1f, -0.2f, 0.3f, 0.6f];
    static readonly float[] StateBias = [0.05f, 0.15f, -0.25f, -0.35f];
    static readonly float[] Inputs = [1.5f, -2f];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Apply_TwoSteps_GivesTheHandComputedStates(bool bidirectional)
    {
        using var parameters = new ParameterSet();
        var layer = new Lstm(new ParameterScope(parameters), 1, 1, bidirectional: bidirectional);
        parameters.Initialize(seed: 1);
        foreach (var direction in bidirectional ? ["layer0", "layer0.reverse"] : new[] { "layer0" })
        {
            InputWeight.CopyTo(parameters.Get($"{direction}.inputWeight").Values);
            StateWeight.CopyTo(parameters.Get($"{direction}.stateWeight").Values);
            InputBias.CopyTo(parameters.Get($"{direction}.inputBias").Values);
            StateBias.CopyTo(parameters.Get($"{direction}.stateBias").Values);
        }

        parameters.MarkChanged();
        using var run = new LayerRun(parameters, 1, training: false, graph => layer.Apply(graph.Input("x", new Shape(2, 1))));
        var output = run.Bind("x", Inputs).Forward().Output;
        var (forward, backward) = (States(Inputs), States([.. Inputs.Reverse()]));
        double[] expected = bidirectional ? [forward[0], backward[1], forward[1], backward[0]] : forward;
        for (var place = 0; place < expected.Length; place++)
        {
            Assert.Equal(expected[place], output[place], 1e-6);
        }
    }

    [Fact]
    public void LastStates_OfReversedInput_AreThoseOfTheOtherDirection()
    {
        using var parameters = new ParameterSet();
        var layer = new Lstm(new ParameterScope(parameters), 2, 3, bidirectional: true);
        parameters.Initialize(seed: 1);
        foreach (var name in new[] { "inputWeight", "stateWeight", "inputBias", "stateBias" })
        {
            parameters.Get($"layer0.{name}").Values.CopyTo(parameters.Get($"layer0.reverse.{name}").Values);
        }

        parameters.MarkChanged();
        float[] steps = [0.5f, -1f, 2f, 0.25f, -0.75f, 1.5f, 1f, -2f];
        float[] reversed = [.. steps.Chunk(2).Reverse().SelectMany(step => step)];
        using var run = new LayerRun(
            parameters, 2, training: false, graph => layer.LastStates(layer.Apply(graph.Input("x", new Shape(4, 2)))));
        var output = run.Bind("x", [.. steps, .. reversed]).Forward().Output;
        Assert.Equal(new Shape(2, 6), run.OutputShape);
        Assert.Equal(output[..3], output[9..]);
        Assert.Equal(output[3..6], output[6..9]);
        Assert.NotEqual(output[..3], output[3..6]);
    }

    [Fact]
    public void Apply_WeightOfAnotherWidth_NamesBothShapes()
    {
        using var parameters = new ParameterSet();
        var layer = new Lstm(new ParameterScope(parameters), 3, 4);
        parameters.Initialize(seed: 1);
        var graph = new Graph(parameters, 2, training: false);
        var error = Assert.Throws<ArgumentException>(() => layer.Apply(graph.Input("x", new Shape(6, 5))));
        Assert.Contains("[2, 6, 5]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 16]", error.Message, StringComparison.Ordinal);
    }

    static double[] States(float[] inputs)
    {
        var (state, cell) = (0d, 0d);
        var states = new double[inputs.Length];
        for (var step = 0; step < inputs.Length; step++)
        {
            double Sum(int gate) => (inputs[step] * InputWeight[gate]) + InputBias[gate] + (state * StateWeight[gate]) + StateBias[gate];
            var (i, f, g, o) = (Sigmoid(Sum(0)), Sigmoid(Sum(1)), Math.Tanh(Sum(2)), Sigmoid(Sum(3)));
            cell = (f * cell) + (i * g);
            states[step] = state = o * Math.Tanh(cell);
        }

        return states;
    }

    static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
