using Presage.Models;
using Presage.Models.Forecasting;
using Presage.Models.Training;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;
using Presage.Tests.Reference;

namespace Presage.Tests.Models.Forecasting;

public sealed class SequenceNetworkTests
{
    static readonly WindowShape Shape = new(Steps: 6, Horizon: 2, Metrics: 3, ContextFeatures: 4);
    static readonly float[] Window = [.. Enumerable.Range(0, 18).Select(place => MathF.Sin(place * place))];

    public static TheoryData<string> Maps => ["lstm", "both directions", "encoder and decoder"];

    [Theory]
    [MemberData(nameof(Maps))]
    public void Forecast_MetricsApartInAnotherOrder_ComesInThatOrder(string map)
    {
        int[] order = [2, 0, 1];
        float[] shuffled = [.. Enumerable.Range(0, 18).Select(place => Window[(place / 3 * 3) + order[place % 3]])];
        var (plain, turned) = (Forecast(map, Apart, Window), Forecast(map, Apart, shuffled));

        for (var place = 0; place < plain.Length; place++)
        {
            Assert.Equal(plain[(place / 3 * 3) + order[place % 3]], turned[place], 1e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Forecast_AnotherMetricChanges_MattersOnlyWhereMetricsAreTogether(string map)
    {
        float[] changed = [.. Window.Select((value, place) => place % 3 == 1 ? 3 * MathF.Cos(place) : value)];

        Assert.Equal(Forecast(map, Apart, Window)[0], Forecast(map, Apart, changed)[0], 1e-6);
        Assert.NotEqual(Forecast(map, Together, Window)[0], Forecast(map, Together, changed)[0], 1e-4);
    }

    [Theory]
    [MemberData(nameof(Maps))]
    public void Forecast_LevelMoves_IsFollowedExactlyWithInstanceNorm(string map)
    {
        float[] moved = [.. Window.Select(value => value + 10)];
        var without = Together with { InstanceNorm = false };

        Assert.Equal(Forecast(map, Together, Window)[0] + 10, Forecast(map, Together, moved)[0], 1e-4);
        Assert.NotEqual(Forecast(map, without, Window)[0] + 10, Forecast(map, without, moved)[0], 1e-1);
    }

    [Fact]
    public void TransformerSize_WidthThatHeadsDoNotDivide_IsRefusedWithBoth()
    {
        var settings = ModelSettings.Parse(["width=10", "heads=4"]).For(TransformerForecaster.ModelCard);
        var error = Assert.Throws<SettingException>(() => TransformerSize.Of(settings));
        Assert.Contains("'10' with 4 heads", error.Message, StringComparison.Ordinal);
    }

    static SequenceOptions Apart => new(InstanceNorm: true, MetricsApart: true);

    static SequenceOptions Together => new(InstanceNorm: true, MetricsApart: false);

    /// <summary>[H, N] of one window by a network that has not been trained.</summary>
    static float[] Forecast(string map, SequenceOptions options, float[] window)
    {
        using var network = new SequenceNetwork(Shape, options, (scope, features) => Create(map, scope, features));
        network.Parameters.Initialize(seed: 3);
        network.Parameters.RefreshPacked();
        var graph = new Graph(network.Parameters, batch: 1, training: false);
        var values = graph.Constant(new Shape(1, Shape.Steps, Shape.Metrics), window);
        using var run = new PlanRun(new Plan(graph, network.Forecast(new WindowTensors(values, values, values, values, values, values))));
        run.Forward();
        return run.Output.ToArray();
    }

    static Func<Tensor, Tensor> Create(string map, ParameterScope scope, int features)
    {
        if (map == "encoder and decoder")
        {
            return new EncoderDecoder(scope, new TransformerSize(8, 2, 16, 1, 1, 0f), features, Shape.Steps, Shape.Horizon).Apply;
        }

        var lstm = new Lstm(scope, features, 4, bidirectional: map == "both directions");
        var head = new Linear(scope / "head", map == "both directions" ? 8 : 4, Shape.Horizon * features);
        return sequences => head.Apply(lstm.LastStates(lstm.Apply(sequences)));
    }
}
