using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class CorrectionShareTests
{
    [Fact]
    public void Fit_MetricsOfNoiseAndOfProducts_NoneIsWorseOnValidationThanTheSkipAlone()
    {
        var frame = Frame();
        var task = EvaluationTask.Create(
            frame, TimeSplit.ByShare(frame.Bins), new WindowOptions { Lookback = 6, Horizon = 2 }, [new ReportedSteps("all", 0, 2)]);
        string[] hasty = ["learning-rate=0.02", "dropout=0", "average=0", "steps=200"];

        var (skip, _) = Errors(task, "steps=0");
        var (weighed, shares) = Errors(task, hasty);
        var (_, unweighed) = Errors(task, [.. hasty, "weighed-correction=off"]);

        Assert.Null(unweighed);
        Assert.InRange(shares![0], 0, 0.9f);  // noise
        Assert.InRange(shares[1], 0.3f, 1f);  // follows from the others, though not linearly
        Assert.True(weighed[0] <= skip[0] + 1e-6, $"{weighed[0]} against {skip[0]}");
        Assert.True(weighed[1] < 0.9 * skip[1], $"{weighed[1]} against {skip[1]}");
    }

    // Squared and absolute errors of each metric on validation, and the shares.
    static (double[] Errors, float[]? Shares) Errors(EvaluationTask task, params string[] settings)
    {
        var entry = ModelCatalog.Get("service-performance");
        using var model = entry.Create(ModelSettings.Parse(settings).For(entry.Card));
        model.Fit(task.ForecastTask, new FitOptions());
        int length = task.Shape.OutputLength;
        var forecast = new float[task.Validation.Count * length];
        model.Forecast(task.Validation, 0, task.Validation.Count, forecast);
        var (target, mask) = (new float[length], new float[length]);
        var errors = new double[task.Shape.Metrics];
        for (int window = 0; window < task.Validation.Count; window++)
        {
            task.Validation.CopyTarget(window, target, mask);
            for (int place = 0; place < length; place++)
            {
                double error = Math.Abs(forecast[(window * length) + place] - target[place]);
                errors[place % errors.Length] += mask[place] * ((error * error) + error);
            }
        }

        var writer = new ArtefactWriter();
        model.Save(writer);
        return (errors, writer.Tensors.SingleOrDefault(tensor => tensor.Name == "correction.share")?.Values);
    }

    // Noise, and the size of that noise one bin before.
    static Frame Frame()
    {
        const int Bins = 900;
        var random = new Random(2);
        var values = new float[2 * 2 * Bins];
        for (var node = 0; node < 2; node++)
        {
            var previous = 0f;
            for (var bin = 0; bin < Bins; bin++)
            {
                var noise = (float)SmallData.Gaussian(random);
                values[(node * 2 * Bins) + bin] = noise;
                values[(((node * 2) + 1) * Bins) + bin] = Math.Abs(previous);
                previous = noise;
            }
        }

        return new Frame(0, SmallData.StepMs, true, ["a", "b"], ["noise", "size"], values);
    }
}
