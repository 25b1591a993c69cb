namespace Presage.Models.Graphs;

/// <summary>The sizes and parts of a <see cref="GraphTemporalNetwork"/>.</summary>
sealed record GraphTemporalSettings
{
    public required int Width { get; init; }

    public required int Layers { get; init; }

    public required int Heads { get; init; }

    public required int HeadWidth { get; init; }

    public required int Block { get; init; }

    public required float Sparsity { get; init; }

    public required float Dropout { get; init; }

    public required bool Graph { get; init; }

    public required bool Attention { get; init; }

    public required bool Relevance { get; init; }

    public required bool Supports { get; init; }

    public required bool Adaptive { get; init; }

    public required bool Recurrence { get; init; }

    public required bool GruSeesInput { get; init; }

    public required bool GruSeesGraph { get; init; }

    /// <summary>α where it is given; null where it is learned.</summary>
    public required double? Alpha { get; init; }

    public required bool Normalise { get; init; }

    public required bool Skip { get; init; }

    public required float SkipRate { get; init; }

    public required bool Days { get; init; }

    public required bool Embeddings { get; init; }

    /// <summary>The settings as the card lists them.</summary>
    public static IReadOnlyList<SettingCard> Cards { get; } =
    [
        new("width", "48", "d, the width of a node's state: 4 to 256"),
        new("layers", "2", "L, graph convolutions: 1 to 6"),
        new("heads", "4", "K, heads of the edge attention: 1 to 16"),
        new("head-width", "8", "k, the width of a head: 1 to 64"),
        new("block", "6", "p, steps that share one learned graph: 1 to 96"),
        new("sparsity", "0.5", "q, the share of learned edges removed: 0 to 0.99"),
        new("dropout", "0.1", "share of activations dropped in training: 0 to 0.9"),
        new("graph", "on", "everything that passes between nodes", Switch),
        new("attention", "on", "edges learned by additive attention from the nodes' states", Switch),
        new("relevance", "on", "attention weighed by the correlation within the window", Switch),
        new("supports", "on", "the known graph in both directions and over two edges, and the most correlated nodes", Switch),
        new("adaptive", "on", "a graph learned as the product of node embeddings", Switch),
        new("recurrence", "on", "the recurrent network over time", Switch),
        new("gru-input", "both", "what the recurrent network sees: the input, the graph's states, or both", ["input", "graph", "both"]),
        new("alpha", "learned", "the weight of the graph's states against the recurrent ones: learned, or 0 to 1"),
        new("instance-norm", "off", "normalise each window and undo it on the forecast", Switch),
        new("linear-skip", "on", "a linear forecast beside the network, started at its closed form", Switch),
        new("skip-rate", "0.1", "the linear skip's learning rate as a share of the network's: 0 to 1; 0 leaves it at its closed form"),
        new("days", "on", "what earlier days did at these times, as inputs and in the linear skip", Switch),
        new("embeddings", "on", "a learned vector for each node and one for the time of day", Switch),
        new("loss", "mixed", "what training makes small", ["squared", "absolute", "mixed", "huber"]),
        new("steps", "400", "steps of the optimiser: 0 to 100000"),
        new("batch", "16", "windows in a batch: 1 to 1024"),
        new("learning-rate", "0.002", "the highest learning rate: 0.000001 to 1"),
        new("weight-decay", "0.01", "decoupled weight decay: 0 to 1"),
        new("average", "0.99", "decay of the running average of the weights: 0 to 0.9999"),
    ];

    static IReadOnlyList<string> Switch { get; } = ["on", "off"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public static GraphTemporalSettings From(ModelSettings settings)
    {
        bool graph = settings.GetSwitch("graph");
        var seen = settings.GetText("gru-input");
        var result = new GraphTemporalSettings
        {
            Width = settings.GetInt32("width", 4, 256),
            Layers = settings.GetInt32("layers", 1, 6),
            Heads = settings.GetInt32("heads", 1, 16),
            HeadWidth = settings.GetInt32("head-width", 1, 64),
            Block = settings.GetInt32("block", 1, 96),
            Sparsity = (float)settings.GetDouble("sparsity", 0, 0.99),
            Dropout = (float)settings.GetDouble("dropout", 0, 0.9),
            Graph = graph,
            Attention = graph && settings.GetSwitch("attention"),
            Relevance = settings.GetSwitch("relevance"),
            Supports = graph && settings.GetSwitch("supports"),
            Adaptive = graph && settings.GetSwitch("adaptive"),
            Recurrence = settings.GetSwitch("recurrence"),
            GruSeesInput = seen != "graph",
            GruSeesGraph = seen != "input",
            Alpha = settings.GetText("alpha") == "learned" ? null : settings.GetDouble("alpha", 0, 1),
            Normalise = settings.GetSwitch("instance-norm"),
            Skip = settings.GetSwitch("linear-skip"),
            SkipRate = (float)settings.GetDouble("skip-rate", 0, 1),
            Days = settings.GetSwitch("days"),
            Embeddings = settings.GetSwitch("embeddings"),
        };
        return result.Graph || result.Recurrence
            ? result
            : throw new SettingException("The settings graph and recurrence of graph-temporal are both off; one is needed.");
    }
}
