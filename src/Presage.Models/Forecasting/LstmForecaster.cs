using Presage.Models.Training;
using Presage.Tensors.Layers;

namespace Presage.Models.Forecasting;

/// <summary>A long short-term memory over the window, in one or both directions of time.</summary>
public sealed class LstmForecaster : NetworkForecaster
{
    readonly bool _bidirectional;

    LstmForecaster(ModelCard card, ModelSettings settings, bool bidirectional)
        : base(card, settings) => _bidirectional = bidirectional;

    /// <summary>The model that reads a window from its first step to its last.</summary>
    public static ModelCard ForwardCard { get; } = Describe(
        "lstm", "LSTM", "A long short-term memory over the window; its last state is mapped to all steps ahead.", depth: "2", string.Empty);

    /// <summary>The model that reads a window both ways.</summary>
    public static ModelCard BidirectionalCard { get; } = Describe(
        "bilstm",
        "BiLSTM",
        "A long short-term memory over the window from either end; the last state of each direction is mapped to all steps ahead.",
        depth: "1",
        " Schuster and Paliwal 1997 for both directions.");

    /// <summary>Without its instance normalisation.</summary>
    public static IReadOnlyList<Variant> Variants { get; } = [SequenceOptions.WithoutInstanceNorm];

    /// <summary>Makes an unfitted <c>lstm</c>.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <returns>The model.</returns>
    public static LstmForecaster CreateForward(ModelSettings settings) => new(ForwardCard, settings, bidirectional: false);

    /// <summary>Makes an unfitted <c>bilstm</c>.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <returns>The model.</returns>
    public static LstmForecaster CreateBidirectional(ModelSettings settings) => new(BidirectionalCard, settings, bidirectional: true);

    private protected override TrainingSettings Training(ForecastTask task) => SequenceTraining.Of(Settings);

    private protected override ForecastNetwork Build(WindowShape shape)
    {
        var (hidden, depth) = (Settings.GetInt32("hidden", 8, 256), Settings.GetInt32("depth", 1, 4));
        var dropout = (float)Settings.GetDouble("dropout", 0, 0.9);
        return new SequenceNetwork(shape, SequenceOptions.Of(Settings, Card), (scope, features) =>
        {
            var lstm = new Lstm(scope / "lstm", features, hidden, depth, dropout, _bidirectional);
            var head = new Linear(scope / "head", _bidirectional ? 2 * hidden : hidden, shape.Horizon * features);
            return sequences => head.Apply(lstm.LastStates(lstm.Apply(sequences)));
        });
    }

    static ModelCard Describe(string id, string name, string summary, string depth, string source) => new(
        id,
        name,
        "forecasting",
        summary,
        "Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as torch.nn.LSTM." + source,
        "Instance normalisation, as in gru; all steps ahead at once; sizes are ours, no source gives any.",
        [
            new("hidden", "64", "width of the state of one direction: 8 to 256"),
            new("depth", depth, "layers: 1 to 4"),
            new("dropout", "0.1", "share dropped between layers: 0 to 0.9"),
            SequenceOptions.InstanceNormCard,
            SequenceOptions.MetricsCard(apart: false),
            .. SequenceTraining.Cards(steps: "600", batch: "128", learningRate: "0.003"),
        ])
    {
        UsesSeed = true,
    };
}
