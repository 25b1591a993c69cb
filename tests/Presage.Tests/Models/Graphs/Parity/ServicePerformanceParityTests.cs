using Presage.Models;
using Presage.Models.Graphs;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Models.Graphs.Parity;

/// <summary>P4 and its parts agree with what PyTorch computed in float64 from the paper's formulas.</summary>
[Collection(SimdCollection.Name)]
public sealed class ServicePerformanceParityTests
{
    public static TheoryData<string, string, string> Cases => NetworkParity.OnEveryLevel(
        ("p4-complete", ""),
        ("p4-without-levels", "levels=off"),
        ("p4-without-graph", "graph=off"),
        ("p4-without-recurrence", "recurrence=off time-encoding=off"),
        ("p4-raw-values", "logarithm=off linear-skip=off depth=1 embeddings=off"),
        ("p4-instance-norm", "instance-norm=on"));

    [Theory]
    [MemberData(nameof(Cases))]
    public void Forecast_AndEveryGradient_AgreeWithTorch(string level, string name, string settings) =>
        NetworkParity.Check(level, name, supports => Network(settings, supports));

    internal static ServicePerformanceNetwork Network(string settings, int supports)
    {
        string[] all = ["width=6", "dropout=0", .. settings.Split(' ', StringSplitOptions.RemoveEmptyEntries)];
        var read = ServicePerformanceSettings.From(ModelSettings.Parse(all).For(ServicePerformanceForecaster.ModelCard));
        return new ServicePerformanceNetwork(read, NetworkParity.Shape, NetworkParity.Nodes, supports);
    }
}
