using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tests.Golden;
using Presage.Tests.Tensors.Kernels;
using Presage.Tests.Tensors.Layers;

namespace Presage.Tests.Models.Graphs.Parity;

/// <summary>Runs a network on the inputs and parameters of a stored case, and compares its forecast and every gradient.</summary>
static class NetworkParity
{
    public const int Nodes = 5;

    public static WindowShape Shape { get; } = new(Steps: 12, Horizon: 3, Metrics: 10, ContextFeatures: 4);

    /// <summary>Every case on every instruction set, with the settings that make the network the stored one.</summary>
    public static TheoryData<string, string, string> OnEveryLevel(params (string Case, string Settings)[] cases)
    {
        var data = new TheoryData<string, string, string>();
        foreach (var level in Simd.Supported)
        {
            foreach (var (name, settings) in cases)
            {
                data.Add(level.ToString(), name, settings);
            }
        }

        return data;
    }

    public static void Check(string level, string name, Func<int, ForecastNetwork> create)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load(name);
        int supports = expected.Count("supports");
        using var network = create(supports);
        network.Parameters.Initialize(seed: 1);
        var learned = network.Parameters.Parameters.Where(parameter => parameter.IsLearned).ToArray();
        Assert.Equal(expected.Names("parameters").Order(), learned.Select(parameter => parameter.Name).Order());
        foreach (var parameter in learned)
        {
            Assert.Equal(expected.Shape($"parameters/{parameter.Name}"), parameter.Shape);
            expected.Values($"parameters/{parameter.Name}").CopyTo(parameter.Values);
        }

        if (supports > 0)
        {
            float[] known = [.. Enumerable.Range(0, supports).SelectMany(graph => expected.Values($"supports/{graph}"))];
            known.CopyTo(network.Parameters.Get("supports").Values);
        }

        network.Parameters.MarkChanged();
        int batch = expected.Shape("output")[0];
        using var run = new LayerRun(network.Parameters, batch, training: true, graph => network.Forecast(Declare(graph)));
        foreach (var input in expected.Names("inputs"))
        {
            run.Bind(input, expected.Values($"inputs/{input}"));
        }

        run.Forward();
        Assert.Equal(expected.Shape("output"), run.OutputShape);
        Agreement.Check("forecast", expected.Values("output"), run.Output);
        run.Backward(expected.Values("weighting"));
        foreach (var parameter in learned)
        {
            Agreement.Check($"gradient of {parameter.Name}", expected.Values($"gradients/{parameter.Name}"), parameter.Gradient);
        }
    }

    public static WindowTensors Declare(Graph graph) => new(
        graph.Input("values", new Shape(Shape.Steps, Shape.Metrics)),
        graph.Input("observed", new Shape(Shape.Steps, Shape.Metrics)),
        graph.Input("clock", new Shape(4)),
        graph.Input("context", new Shape(Shape.Metrics, Shape.ContextFeatures)),
        graph.Input("day-shares", new Shape(Shape.Steps)),
        graph.Input("places", new Shape(WindowClock.PlaceCount)));
}
