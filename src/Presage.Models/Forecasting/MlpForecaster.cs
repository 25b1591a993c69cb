using Presage.Models.Training;
using Presage.Tensors.Kernels;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>A multilayer perceptron on the window.</summary>
/// <param name="settings">Checked against the card.</param>
public sealed class MlpForecaster(ModelSettings settings) : NetworkForecaster(ModelCard, settings)
{
    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "mlp",
        "MLP",
        "forecasting",
        "Two hidden layers on the steps of one metric, with the same weights for every metric and entity.",
        "Rumelhart, Hinton and Williams 1986.",
        "Instance normalisation, as in gru; sizes are ours, no source gives any.",
        [
            new("hidden", "256", "width of the first hidden layer, of which the second has half: 16 to 1024"),
            new("dropout", "0.1", "share of the hidden values dropped: 0 to 0.9"),
            SequenceOptions.InstanceNormCard,
            SequenceOptions.MetricsCard(apart: true),
            .. SequenceTraining.Cards(steps: "600", batch: "128", learningRate: "0.001"),
        ])
    {
        UsesSeed = true,
    };

    /// <summary>Without its instance normalisation.</summary>
    public static IReadOnlyList<Variant> Variants { get; } = [SequenceOptions.WithoutInstanceNorm];

    private protected override TrainingSettings Training(ForecastTask task) => SequenceTraining.Of(Settings);

    private protected override ForecastNetwork Build(WindowShape shape)
    {
        var hidden = Settings.GetInt32("hidden", 16, 1024);
        var dropout = new Dropout((float)Settings.GetDouble("dropout", 0, 0.9));
        return new SequenceNetwork(shape, SequenceOptions.Of(Settings, Card), (scope, features) =>
        {
            var first = new Linear(scope / "first", shape.Steps * features, hidden, Activation.Relu);
            var second = new Linear(scope / "second", hidden, hidden / 2, Activation.Relu);
            var head = new Linear(scope / "head", hidden / 2, shape.Horizon * features);
            return sequences =>
            {
                var flat = sequences.Reshape(sequences.Shape[0], shape.Steps * features);
                return head.Apply(dropout.Apply(second.Apply(dropout.Apply(first.Apply(flat)))));
            };
        });
    }
}
