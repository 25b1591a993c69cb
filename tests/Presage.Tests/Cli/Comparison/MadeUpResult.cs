using Presage.Models.Calibration;
using Presage.Models.Evaluation;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Cli.Comparison;

/// <summary>Results whose numbers the test chooses.</summary>
static class MadeUpResult
{
    /// <summary>Rows of steps 2 and 1 to 2 for each model; the first is tested against the others with one p.</summary>
    public static EvaluationResult Of(double p, params (string Model, double Mse)[] models)
    {
        var rows = models.SelectMany(model => new[] { Row(model.Model, "2", 1, model.Mse / 2), Row(model.Model, "all", 1, model.Mse) }).ToArray();
        var tests = models.Skip(1).Select(other => new SignificanceRow(
            models[0].Model, "", other.Model, "", "all", "mse", models[0].Mse - other.Mse, -1, 1, p, "13 blocks of 3 h"));
        return new EvaluationResult(ProtocolCatalog.Protocols[0], rows, [], [.. tests], [Task()]) { EntityErrors = [0.25] };
    }

    public static EvaluationRow Row(string model, string horizon, int seed, double mse) => new(
        model, "", horizon, seed, null,
        new ForecastMetrics(100, mse, mse / 2, Math.Sqrt(mse), null, 0, null, 0.1, 0.5, 0.4),
        new RowBands(
            new BandQuality([0.7, 0.9], [1, 2], [3, 4]),
            new BandQuality([0.71, 0.91], [5, 6], [7, 8]),
            new BandQuality([0.801, 0.949], [9, 10], [11, 12]),
            IsQuantileShown: true),
        10, 1.5, 3, 4, 50);

    static EvaluationTask Task()
    {
        var frame = new Frame(0, 60_000, true, ["m_1"], ["cpu"], [.. Enumerable.Range(0, 100).Select(bin => (float)(bin % 7))]);
        return EvaluationTask.Create(
            frame, TimeSplit.ByShare(frame.Bins), new WindowOptions { Lookback = 4, Horizon = 2 }, [new("2", 1, 2), new("all", 0, 2)]);
    }
}
