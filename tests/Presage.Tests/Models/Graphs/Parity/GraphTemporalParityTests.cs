using Presage.Models;
using Presage.Models.Graphs;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Models.Graphs.Parity;

/// <summary>P2 and its parts agree with what PyTorch computed in float64 from the paper's formulas.</summary>
[Collection(SimdCollection.Name)]
public sealed class GraphTemporalParityTests
{
    public static TheoryData<string, string, string> Cases => NetworkParity.OnEveryLevel(
        ("p2-complete", ""),
        ("p2-without-attention", "attention=off"),
        ("p2-attention-alone", "supports=off adaptive=off relevance=off"),
        ("p2-without-recurrence", "recurrence=off"),
        ("p2-without-graph", "graph=off embeddings=off"),
        ("p2-fixed-alpha", "alpha=0.25 gru-input=input"),
        ("p2-gru-sees-graph", "gru-input=graph"),
        ("p2-instance-norm", "instance-norm=on linear-skip=off"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forecast_AndEveryGradient_AgreeWithTorch(string level, string name, string settings) =>
        NetworkParity.Check(level, name, supports => Network(settings, supports));

    internal static GraphTemporalNetwork Network(string settings, int supports)
    {
        string[] all = ["width=6", "heads=2", "head-width=3", "block=4", "dropout=0", .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var read = GraphTemporalSettings.From(ModelSettings.Parse(all).For(GraphTemporalForecaster.ModelCard));
        return new GraphTemporalNetwork(read, NetworkParity.Shape, NetworkParity.Nodes, supports);
    }
}
