using Presage.Models.Evaluation;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Models.Evaluation;

/// <summary>Numbers that were measured outside this code on the same data: the protocols and closed forms must reproduce them.</summary>
public sealed class ReferenceNumbersTests
{
    [DataFact("alibaba2018_machines")]
    public void Cluster_ClosedForms_MeetTheReference()
    {
        var result = Evaluator.Run(new EvaluationRequest
        {
            Models = ["ridge", "ridge-raw", "last"],
            Recording = ReaderCatalog.Read(SharedData.Require("alibaba2018_machines")),
            Protocol = "cluster",
            Threads = 2,
        });

        var task = result.Tasks[0];
        Assert.Equal((55_337, 10_942, 21_913), (task.Train.Count, task.Validation.Count, task.Test.Count));
        AssertErrors(result, "ridge", "all", 0.2616, 0.2631, 0.001);
        AssertErrors(result, "ridge-raw", "all", 0.2574, 0.2653, 0.001);
        AssertErrors(result, "last", "all", 0.3873, 0.3011, 0.0001);
        AssertErrors(result, "last", "1", 0.2266, null, 0.0001);
        AssertErrors(result, "last", "12", 0.3984, null, 0.0001);
        AssertErrors(result, "last", "24", 0.4556, null, 0.0001);
        Assert.Contains(result.MetricRows, row => row is { Model: "ridge", Metric: "net_in", Horizon: "all" } && row.Errors.Mse < 2e-4);
        AssertCalibrated(result);
    }

    [DataFact("ett")]
    public void Ltsf_RidgeOfEtth1_MeetsTheReference()
    {
        var result = Evaluator.Run(new EvaluationRequest
        {
            Models = ["ridge", "seasonal-naive"],
            Recording = ReaderCatalog.Read(SharedData.Require("ett/ETTh1.csv.gz")),
            Protocol = "ltsf",
            ProtocolOptions = new ProtocolOptions { Lookback = 96, Horizons = [96, 720] },
            Threads = 2,
        });

        Assert.Equal([2785, 2161], result.Tasks.Select(task => task.Test.Count));
        AssertErrors(result, "ridge", "96", 0.383, null, 0.005);
        AssertErrors(result, "ridge", "720", 0.462, null, 0.005);
        AssertErrors(result, "seasonal-naive", "96", 0.512, 0.433, 0.001);
        AssertCalibrated(result);
    }

    static void AssertErrors(EvaluationResult result, string model, string horizon, double mse, double? mae, double tolerance)
    {
        var row = Assert.Single(result.Rows, row => row.Model == model && row.Horizon == horizon);
        Assert.Equal(mse, row.Errors.Mse, tolerance);
        Assert.Equal(mae ?? row.Errors.Mae, row.Errors.Mae, tolerance);
    }

    static void AssertCalibrated(EvaluationResult result) => Assert.All(result.Rows.Where(row => row.Horizon is "all" or "96" or "720"), row =>
        Assert.All([row.Bands.Adaptive, row.Bands.Shown], bands =>
        {
            Assert.InRange(bands.Coverage[0], 0.76, 0.84);
            Assert.InRange(bands.Coverage[1], 0.93, 0.97);
        }));
}
