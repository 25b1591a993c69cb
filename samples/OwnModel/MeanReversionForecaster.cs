using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace OwnModel;

#region own-model
/// <summary>Forecasts that each metric returns from its newest value towards the mean of its recent past.</summary>
/// <remarks>
/// <code>
/// ŷ_k = x_T + g_k (m - x_T)      m the mean of the newest steps, g_k learned for each step k and metric
/// </code>
/// </remarks>
sealed class MeanReversionForecaster : Forecaster
{
    const int MostSteps = 1_000_000;

    readonly int _steps;
    float[] _gains = []; // [H, N]

    public MeanReversionForecaster(ModelSettings settings)
        : base(ModelCard) => _steps = settings.GetInt32("steps", 1, MostSteps);

    /// <summary>What tables, help texts and artefacts say about the model.</summary>
    public static ModelCard ModelCard { get; } = new(
        Id: "mean-reversion",
        Name: "Mean reversion",
        Task: "forecasting",
        Summary: "Returns from the newest value towards the mean of the recent past, at a learned speed.",
        Source: "The Ornstein-Uhlenbeck process, in discrete steps.",
        Changes: "A gain of its own for each step and metric instead of one speed.",
        Settings: [new("steps", "24", "how many of the newest steps the mean is over")]);

    public override long ParameterCount => _gains.Length;

    public override void Save(ArtefactWriter writer) => writer.Write("gains", _gains);

    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        var shape = task.Shape;
        var input = new float[shape.InputLength];
        var target = new float[shape.OutputLength];
        var mask = new float[shape.OutputLength];
        var products = new double[shape.OutputLength];
        var squares = new double[shape.OutputLength];
        for (var window = 0; window < task.Train.Count; window++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            task.Train.CopyInput(window, input, []);
            task.Train.CopyTarget(window, target, mask);
            for (var i = 0; i < target.Length; i++)
            {
                var (newest, pull) = Pull(input, i % shape.Metrics, shape);
                products[i] += mask[i] * pull * (target[i] - newest);
                squares[i] += mask[i] * pull * pull;
            }
        }

        _gains = [.. products.Zip(squares, (product, square) => square > 0 ? (float)(product / square) : 0)];
        return new FitReport(Epochs: 1, BestValidation: null);
    }

    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
    {
        var shape = ForecastShape.Of(windows);
        var input = new float[shape.InputLength];
        for (var window = 0; window < count; window++)
        {
            windows.CopyInput(first + window, input, []);
            var output = forecast.Slice(window * shape.OutputLength, shape.OutputLength);
            for (var i = 0; i < output.Length; i++)
            {
                var (newest, pull) = Pull(input, i % shape.Metrics, shape);
                output[i] = newest + (_gains[i] * pull);
            }
        }
    }

    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape) =>
        _gains = reader.Read("gains", shape.OutputLength);

    // The newest value of a metric, and how far the mean of its newest steps lies above it.
    (float Newest, float Pull) Pull(ReadOnlySpan<float> input, int metric, ForecastShape shape)
    {
        var steps = Math.Min(_steps, shape.Lookback);
        float sum = 0;
        for (var step = shape.Lookback - steps; step < shape.Lookback; step++)
        {
            sum += input[(step * shape.Metrics) + metric];
        }

        var newest = input[^(shape.Metrics - metric)];
        return (newest, (sum / steps) - newest);
    }
}
#endregion
