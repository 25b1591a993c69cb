using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>What a forecaster may learn from: train and validation, never test.</summary>
/// <param name="Train">Windows to learn from; look only into train bins.</param>
/// <param name="Validation">Windows to choose settings and weights with; may be empty.</param>
/// <param name="TrainBins">The bins whose raw values may be looked at, such as for a season's length.</param>
public sealed record ForecastTask(WindowSet Train, WindowSet Validation, BinRange TrainBins)
{
    /// <summary>The scaled values behind both sets of windows.</summary>
    public Frame Frame => Train.Frame;

    /// <summary>T, H and N.</summary>
    public ForecastShape Shape => ForecastShape.Of(Train);
}
