using Presage.Models.Training;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>A gated recurrent network: the plain neural opponent.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class GruForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "gru",
        "GRU",
        "forecasting",
        "A gated recurrent network over the window; its last state is mapped to all steps ahead.",
        "Cho et al. 2014 (arXiv:1406.1078), with the reset after the product as torch.nn.GRU has it.",
        "Instance normalisation, without which a recurrent network does not follow a drifting load; a variant shows it without.",
        [
            new("hidden", "64", "width of the state: 8 to 256"),
            new("depth", "1", "layers: 1 to 4"),
            new("dropout", "0", "share dropped between layers: 0 to 0.9"),
            SequenceOptions.InstanceNormCard,
            .. SequenceTraining.Cards(steps: "600", batch: "128", learningRate: "0.003"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Without its instance normalisation.</summary>
    public static IReadOnlyList<Variant> Variants { get; } = [SequenceOptions.WithoutInstanceNorm];

    private protected override TrainingSettings Training(ForecastTask task) => SequenceTraining.Of(Settings);

    private protected override ForecastNetwork Build(WindowShape shape)
    {
        var (hidden, depth) = (Settings.GetInt32("hidden", 8, 256), Settings.GetInt32("depth", 1, 4));
        var dropout = (float)Settings.GetDouble("dropout", 0, 0.9);
        return new SequenceNetwork(shape, SequenceOptions.Of(Settings, Card), (scope, features) =>
        {
            var gru = new Gru(scope / "gru", features, hidden, depth, dropout);
            var head = new Linear(scope / "head", hidden, shape.Horizon * features);
            return sequences =>
            {
                var states = gru.Apply(sequences); // [S, T, hidden]
                return head.Apply(states.Slice(axis: 1, shape.Steps - 1, shape.Steps).Reshape(states.Shape[0], hidden));
            };
        });
    }
}
