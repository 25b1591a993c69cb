using Presage.Models.Artefacts;
using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>Repeats the newest known value of each metric.</summary>
public sealed class LastValueForecaster : Forecaster
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "last", "Last value", "forecasting", "Repeats the newest known value of each metric.",
        "Folklore; the least any forecaster must beat.", "None.", []);

    /// <summary>Makes the model; it has no settings.</summary>
    public LastValueForecaster()
        : base(ModelCard)
    {
    }

    /// <inheritdoc/>
    public override long ParameterCount => 0;

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        // Nothing is learned.
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) => new(0, null);

    /// <inheritdoc/>
    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
    {
        var shape = ForecastShape.Of(windows);
        var input = new float[shape.InputLength];
        for (int window = 0; window < count; window++)
        {
            windows.CopyInput(first + window, input, []);
            var newest = input.AsSpan(input.Length - shape.Metrics);
            var output = forecast.Slice(window * shape.OutputLength, shape.OutputLength);
            for (int step = 0; step < shape.Horizon; step++)
            {
                newest.CopyTo(output[(step * shape.Metrics)..]);
            }
        }
    }

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        // Nothing was learned.
    }
}
