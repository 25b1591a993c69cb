using Presage.Models.Training;

namespace Presage.Models.Forecasting;

/// <summary>An encoder of the window and a decoder of its end, followed by the steps to forecast.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class TransformerForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "transformer",
        "Transformer",
        "forecasting",
        "An encoder of the window; a decoder of its second half and of zeros for the steps ahead, where the forecast is read.",
        "Vaswani et al. 2017 (arXiv:1706.03762), for time series as in the Time-Series-Library of Tsinghua University.",
        "Smaller than there (width 512, 2048 inside, 8 heads), without calendar features, which gru does not see either; instance normalisation.",
        [
            new("width", "128", "width of a token, a multiple of the heads: 8 to 512"),
            new("heads", "4", "heads of each attention: 1 to 16"),
            new("inner", "256", "width inside the feed-forward parts: 8 to 2048"),
            new("encoder", "2", "layers of the encoder: 1 to 6"),
            new("decoder", "1", "layers of the decoder: 1 to 6"),
            new("dropout", "0.1", "share dropped in every part: 0 to 0.9"),
            SequenceOptions.InstanceNormCard,
            SequenceOptions.MetricsCard(apart: false),
            .. SequenceTraining.Cards(steps: "600", batch: "32", learningRate: "0.001"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Without its instance normalisation.</summary>
    public static IReadOnlyList<Variant> Variants { get; } = [SequenceOptions.WithoutInstanceNorm];

    private protected override TrainingSettings Training(ForecastTask task) => SequenceTraining.Of(Settings);

    private protected override ForecastNetwork Build(WindowShape shape)
    {
        var size = TransformerSize.Of(Settings);
        return new SequenceNetwork(
            shape,
            SequenceOptions.Of(Settings, Card),
            (scope, features) => new EncoderDecoder(scope, size, features, shape.Steps, shape.Horizon).Apply);
    }
}
