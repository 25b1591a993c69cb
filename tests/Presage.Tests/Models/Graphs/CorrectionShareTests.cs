using Presage.Models.Graphs;
using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Telemetry.Windows;
using Presage.Tensors.Autodiff;

namespace Presage.Tests.Models.Graphs;

public sealed class CorrectionShareTests
{
    const int Metrics = 4;

    // What a metric rises by in each bin, where the network's correction of the newest value is always 1.
    static readonly float[] Rises = [1, 0.5f, -1, 3];

    [Fact]
    public void Find_CorrectionsTooLargeWrongAndTooSmall_TakesWhatHelpsOfEach()
    {
        using var network = new OneMore();
        network.Parameters.Initialize(0);
        var windows = Windows(bins: 200);

        Find(network, windows);

        Assert.Equal([1f, 0.5f, 0f, 1f], network.Parameters.Get(CorrectionShare.ParameterName).Values.ToArray());
    }

    [Theory]
    [InlineData(0, 0.35f)]
    [InlineData(100, 0.1f)]
    public void Find_MostRiseByATenthAndAQuarterByMore_TheWeightSaysMeanOrMedian(double absoluteWeight, float expected)
    {
        var levels = new float[200];
        for (int bin = 1; bin < levels.Length; bin++)
        {
            levels[bin] = levels[bin - 1] + (bin % 4 == 0 ? 1.1f : 0.1f);
        }

        using var network = new OneMore();
        network.Parameters.Initialize(0);

        Find(network, Windows([.. Rises.SelectMany(_ => levels)]), absoluteWeight);

        Assert.Equal(expected, network.Parameters.Get(CorrectionShare.ParameterName).Values[0]);
    }

    [Fact]
    public void Find_NoWindows_LeavesAllOfIt()
    {
        using var network = new OneMore();
        network.Parameters.Initialize(0);

        Find(network, Windows(bins: 2));

        Assert.Equal([1f, 1f, 1f, 1f], network.Parameters.Get(CorrectionShare.ParameterName).Values.ToArray());
    }

    static void Find(ForecastNetwork network, WindowSet windows, double absoluteWeight = 1)
    {
        var inputs = new WindowInputs(2, Metrics, new WindowContext(ContextDesign.Window, 2, Metrics));
        using var forecast = new NetworkForecast(network, inputs, 1, Metrics, ForecastBatch.Usual, null);
        CorrectionShare.Find(network, forecast, windows, absoluteWeight);
    }

    static WindowSet Windows(int bins) => Windows([.. Rises.SelectMany(rise => Enumerable.Range(0, bins).Select(bin => rise * bin))]);

    static WindowSet Windows(float[] values)
    {
        int bins = values.Length / Metrics;
        var frame = new Frame(0, 60_000, true, ["a"], ["exact", "half", "wrong", "thrice"], values);
        return WindowSet.Create(frame, new BinRange(0, bins), new WindowOptions { Lookback = 2, Horizon = 1 });
    }

    /// <summary>The newest value, and 1 more as far as it counts.</summary>
    sealed class OneMore : ForecastNetwork
    {
        readonly Parameter _share;

        public OneMore() => _share = new ParameterScope(Parameters).DeclareStatistic(
            CorrectionShare.ParameterName, new Shape(Metrics), Initializers.Constant(1f));

        public override Tensor Forecast(WindowTensors window) =>
            window.Values.Slice(axis: 1, 1, 2) + window.Values.Graph.Use(_share).StopGradient();
    }
}
