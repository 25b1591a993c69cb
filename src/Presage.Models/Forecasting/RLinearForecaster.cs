using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>RLinear: instance normalisation and one linear map, trained by gradient as published.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class RLinearForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "rlinear",
        "RLinear",
        "forecasting",
        "Instance normalisation and one linear map from the window to the steps ahead, shared by all metrics or one for each.",
        "Li et al. 2023, Revisiting Long-term Time Series Forecasting (arXiv:2305.10721).",
        "The normalisation has no gain and bias of its own.",
        LinearTraining.Cards)
    {
        UsesSeed = true,
    };

    private protected override TrainingSettings Training(ForecastTask task) => LinearTraining.Of(Settings, task);

    private protected override ForecastNetwork Build(WindowShape shape) =>
        new RLinearNetwork(shape, Settings.GetSwitch(LinearTraining.Individual));
}
