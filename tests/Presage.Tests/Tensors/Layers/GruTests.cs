using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Tests.Tensors.Layers;

/// <summary>Both forms against their formulas, written out for two steps of one number.</summary>
public sealed class GruTests
{
    // Gates in the order r, z, n.
    static readonly float[] InputWeight = [0.5f, -0.3f, 0.8f];
    static readonly float[] StateWeight = [0.7f, 0.2f, -0.6f];
    static readonly float[] InputBias = [0.1f, -0.2f, 0.3f];
    static readonly float[] StateBias = [0.05f, 0.15f, -0.25f];
    static readonly float[] Inputs = [1.5f, -2f];

    [Fact]
    public void Apply_TorchFormTwoSteps_GivesTheHandComputedStates()
    {
        var state = 0d;
        var expected = new double[2];
        for (var step = 0; step < 2; step++)
        {
            var x = Inputs[step];
            var r = Sigmoid((x * InputWeight[0]) + InputBias[0] + (state * StateWeight[0]) + StateBias[0]);
            var z = Sigmoid((x * InputWeight[1]) + InputBias[1] + (state * StateWeight[1]) + StateBias[1]);
            var n = Math.Tanh((x * InputWeight[2]) + InputBias[2] + (r * ((state * StateWeight[2]) + StateBias[2])));
            state = ((1 - z) * n) + (z * state);
            expected[step] = state;
        }

        Check(GruForm.Torch, expected);
    }

    [Fact]
    public void Apply_PaperFormTwoSteps_GivesTheHandComputedStates()
    {
        var state = 0d;
        var expected = new double[2];
        for (var step = 0; step < 2; step++)
        {
            var x = Inputs[step];
            var r = Sigmoid((x * InputWeight[0]) + (state * StateWeight[0]) + InputBias[0]);
            var z = Sigmoid((x * InputWeight[1]) + (state * StateWeight[1]) + InputBias[1]);
            var n = Math.Tanh((x * InputWeight[2]) + (r * state * StateWeight[2]) + InputBias[2]);
            state = ((1 - z) * state) + (z * n);
            expected[step] = state;
        }

        Check(GruForm.Paper, expected);
    }

    [Theory]
    [InlineData(GruForm.Torch, 0.0)]
    [InlineData(GruForm.Paper, 0.9051)] // tanh(1.5)
    public void Apply_UpdateGateAtOne_KeepsTheStateInTorchsFormAndTakesTheCandidateInThePapers(GruForm form, double expected)
    {
        using var parameters = new ParameterSet();
        var layer = new Gru(new ParameterScope(parameters), 1, 1, form: form);
        parameters.Initialize(seed: 1);
        parameters.Values.Clear();
        parameters.Get("layer0.inputWeight").Values[2] = 1f;
        parameters.Get("layer0.inputBias").Values[1] = 100f;
        parameters.MarkChanged();
        using var run = new LayerRun(parameters, 1, training: false, graph => layer.Apply(graph.Input("x", new Shape(1, 1))));
        Assert.Equal(expected, run.Bind("x", [1.5f]).Forward().Output[0], 1e-4);
    }

    [Fact]
    public void Apply_WeightOfAnotherWidth_NamesBothShapes()
    {
        using var parameters = new ParameterSet();
        var layer = new Gru(new ParameterScope(parameters), 3, 4);
        parameters.Initialize(seed: 1);
        var graph = new Graph(parameters, 2, training: false);
        var error = Assert.Throws<ArgumentException>(() => layer.Apply(graph.Input("x", new Shape(6, 5))));
        Assert.Contains("[2, 6, 5]", error.Message, StringComparison.Ordinal);
        Assert.Contains("[3, 12]", error.Message, StringComparison.Ordinal);
    }

    static void Check(GruForm form, double[] expected)
    {
        using var parameters = new ParameterSet();
        var layer = new Gru(new ParameterScope(parameters), 1, 1, form: form);
        parameters.Initialize(seed: 1);
        InputWeight.CopyTo(parameters.Get("layer0.inputWeight").Values);
        StateWeight.CopyTo(parameters.Get("layer0.stateWeight").Values);
        InputBias.CopyTo(parameters.Get("layer0.inputBias").Values);
        if (form == GruForm.Torch)
        {
            StateBias.CopyTo(parameters.Get("layer0.stateBias").Values);
        }

        parameters.MarkChanged();
        using var run = new LayerRun(parameters, 1, training: false, graph => layer.Apply(graph.Input("x", new Shape(2, 1))));
        var output = run.Bind("x", Inputs).Forward().Output;
        Assert.Equal(expected[0], output[0], 1e-6);
        Assert.Equal(expected[1], output[1], 1e-6);
    }

    static double Sigmoid(double value) => 1 / (1 + Math.Exp(-value));
}
