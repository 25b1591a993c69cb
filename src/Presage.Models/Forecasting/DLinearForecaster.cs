using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>DLinear: a moving average and the rest, each mapped linearly, trained by gradient as published.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class DLinearForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "dlinear",
        "DLinear",
        "forecasting",
        "The window split into a moving average over 25 steps and the rest, each with a linear map to the steps ahead, shared by all metrics or one for each.",
        "Zeng et al. 2023, Are Transformers Effective for Time Series Forecasting? (arXiv:2205.13504).",
        "One bias for the sum of the two maps instead of two.",
        LinearTraining.Cards)
    {
        UsesSeed = true,
    };

    private protected override TrainingSettings Training(ForecastTask task) => LinearTraining.Of(Settings, task);

    private protected override ForecastNetwork Build(WindowShape shape) =>
        new DLinearNetwork(shape, Settings.GetSwitch(LinearTraining.Individual));
}
