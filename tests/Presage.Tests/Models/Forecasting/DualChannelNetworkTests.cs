using Presage.Models;
using Presage.Models.Forecasting;
using Presage.Models.Training;

namespace Presage.Tests.Models.Forecasting;

public sealed class DualChannelNetworkTests
{
    static readonly WindowShape Shape = new(Steps: 24, Horizon: 4, Metrics: 2, ContextFeatures: 30);

    [Theory]
    [InlineData("short-channel=off")]
    [InlineData("long-channel=off")]
    [InlineData("fusion=tanh")]
    [InlineData("scales=1")]
    [InlineData("calibration=off")]
    [InlineData("aggregation=off")]
    [InlineData("linear-skip=off")]
    [InlineData("features=off")]
    public void Parameters_WithoutAPart_AreFewer(string setting) => Assert.True(Count(setting) < Count());

    [Fact]
    public void Parameters_OfEveryPartName_AppearInTheDefault()
    {
        using var network = Network();
        var parts = network.Parameters.Parameters.Select(parameter => parameter.Name.Split('/', '.')[0]).Distinct();

        Assert.Equal(["encoder", "short", "long", "fusion", "scales", "calibration", "aggregation", "decoder", "skip"], parts);
    }

    static long Count(params string[] settings)
    {
        using var network = Network(settings);
        return network.Parameters.Count;
    }

    static DualChannelNetwork Network(params string[] settings) =>
        new(DualChannelSettings.From(ModelSettings.Parse(settings).For(DualChannelForecaster.ModelCard)), Shape);
}
