using Presage.Models.Calibration;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>Trains one model into something that can be stored and used.</summary>
public static class ForecasterTraining
{
    /// <summary>Fits on train, chooses and calibrates on validation, and reports on test.</summary>
    /// <param name="request">What to train on which data.</param>
    /// <param name="progress">Told how the fit stands; may be null.</param>
    /// <param name="cancellationToken">Ends the fit; a model that trains in steps leaves its checkpoint.</param>
    /// <returns>The trained forecaster, which the caller disposes, and how it did.</returns>
    /// <exception cref="SettingException">A setting or option is wrong.</exception>
    /// <exception cref="ModelDataException">The data are not enough.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    public static (TrainedForecaster Trained, TrainingReport Report) Run(
        TrainingRequest request, IProgress<FitProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(request);
        var protocol = ProtocolCatalog.Get(request.Protocol);
        var settings = request.Settings.For(request.Model.Card).Under(protocol.DefaultsOf(request.Model.Card)).For(request.Model.Card);
        var forecaster = request.Model.Create(settings);
        try
        {
            var task = protocol.Prepare(request.Recording, request.ProtocolOptions, request.Graph).MaxBy(one => one.Shape.Horizon)!;
            var fit = forecaster.Fit(task.ForecastTask, request.Fit, progress, cancellationToken);
            float[] forecasts = WindowForecasts.Compute(forecaster, task.Online, cancellationToken);
            var head = QuantileHeadTraining.Fit(forecaster, task.Train, cancellationToken);
            var score = ForecastScore.Of(task, forecasts, head);
            var rows = score.Rows(task, forecaster.Card.Id, "", request.Fit.Seed, forecaster.ParameterCount, fit);
            return (Assemble(request, settings, forecaster, task, score.Bands.Chosen), new TrainingReport(fit, task, [.. rows]));
        }
        catch
        {
            forecaster.Dispose();
            throw;
        }
    }

    static TrainedForecaster Assemble(
        TrainingRequest request, ModelSettings settings, Forecaster forecaster, EvaluationTask task, ConformalBands bands)
    {
        var frame = task.Train.Frame;
        return new TrainedForecaster
        {
            Forecaster = forecaster,
            Settings = settings,
            Scaler = task.Scaler,
            Window = task.Test.Options,
            Grid = new ArtefactGrid(
                frame.StepMs, frame.HasCalendar, frame.TimeMs(task.Split.Train.End), Aggregation.Mean, new Dictionary<string, Aggregation>()),
            Bands = bands,
            Data = DataFingerprint.Of(request.Recording),
        };
    }
}
