using Presage.Models.Graphs;
using Presage.Models.Training;
using Presage.Tests.Tensors.Layers;

namespace Presage.Tests.Models.Graphs.Parity;

/// <summary>What divides by a degree or by a deviation stays finite where there is none.</summary>
public sealed class DegenerateGraphTests
{
    const int Batch = 2;
    const int Graphs = 2;

    // Not exact in binary, so that the mean of equal values is rounded.
    const float Constant = 1000.1f;

    const string NoGraph = "no graph";
    const string NoEdges = "no edges";
    const string EmptyRows = "empty rows";
    const string OneNodeIsolated = "one node isolated";

    public static TheoryData<string, string, int> Cases
    {
        get
        {
            var data = new TheoryData<string, string, int>();
            foreach (var network in new[] { "graph-temporal", "service-performance" })
            {
                foreach (var edges in new[] { NoGraph, NoEdges, EmptyRows, OneNodeIsolated })
                {
                    foreach (int constantNodes in new[] { 0, 1, NetworkParity.Nodes })
                    {
                        data.Add(network, edges, constantNodes);
                    }
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void Gradients_OfIsolatedNodesAndConstantSeries_AreFinite(string name, string edges, int constantNodes)
    {
        int supports = edges == NoGraph ? 0 : Graphs;
        using ForecastNetwork network = name == "graph-temporal"
            ? GraphTemporalParityTests.Network("instance-norm=on", supports)
            : ServicePerformanceParityTests.Network("instance-norm=on", supports);
        var random = new Random(5);
        Start(network, edges, random);
        using var run = new LayerRun(network.Parameters, Batch, training: true, graph => network.Forecast(NetworkParity.Declare(graph)));
        var shape = NetworkParity.Shape;
        run.Bind("values", Values(constantNodes, random))
            .Bind("observed", Enumerable.Repeat(1f, Batch * shape.Steps * shape.Metrics).ToArray())
            .Bind("clock", Drawn(random, Batch * 4))
            .Bind("context", Drawn(random, Batch * shape.Metrics * shape.ContextFeatures))
            .Forward();
        Assert.All(run.Output, value => Assert.True(float.IsFinite(value)));

        run.Backward(Drawn(random, run.Output.Length));

        Assert.All(network.Parameters.Parameters, parameter =>
        {
            foreach (float value in parameter.Gradient)
            {
                Assert.True(float.IsFinite(value), $"{parameter.Name} has the gradient {value}.");
            }
        });
        Assert.Contains(network.Parameters.Get("value.weight").Gradient.ToArray(), value => value != 0); // it came all the way back
    }

    static void Start(ForecastNetwork network, string edges, Random random)
    {
        network.Parameters.Initialize(seed: 1);
        var decoder = network.Parameters.Get("decoder.second.weight").Values; // starts at zero, through which nothing would flow back
        Drawn(random, decoder.Length).CopyTo(decoder);
        if (edges is NoEdges or OneNodeIsolated)
        {
            var matrix = new float[NetworkParity.Nodes * NetworkParity.Nodes];
            for (int node = 1; edges == OneNodeIsolated && node < NetworkParity.Nodes - 1; node++)
            {
                matrix[(node * NetworkParity.Nodes) + node - 1] = node;
            }

            float[] support = SparseSupport.Of(matrix, NetworkParity.Nodes).ToDense();
            float[] all = [.. Enumerable.Repeat(support, Graphs).SelectMany(values => values)];
            all.CopyTo(network.Parameters.Get("supports").Values);
        }

        network.Parameters.MarkChanged();
    }

    static float[] Values(int constantNodes, Random random)
    {
        int columns = NetworkParity.Shape.Metrics;
        int constant = constantNodes * columns / NetworkParity.Nodes;
        var values = Drawn(random, Batch * NetworkParity.Shape.Steps * columns);
        for (int at = 0; at < values.Length; at++)
        {
            values[at] = at % columns < constant ? Constant : values[at];
        }

        return values;
    }

    static float[] Drawn(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (float)SmallData.Gaussian(random))];
}
