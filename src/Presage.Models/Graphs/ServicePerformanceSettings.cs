namespace Presage.Models.Graphs;

/// <summary>The sizes and parts of a <see cref="ServicePerformanceNetwork"/>.</summary>
sealed record ServicePerformanceSettings
{
    public required int Width { get; init; }

    public required int Layers { get; init; }

    public required int Depth { get; init; }

    public required float Dropout { get; init; }

    public required bool Graph { get; init; }

    public required bool Levels { get; init; }

    public required bool TimeEncoding { get; init; }

    public required bool Recurrence { get; init; }

    /// <summary>Whether each service has a learned vector.</summary>
    public required bool Embeddings { get; init; }

    public required bool Normalise { get; init; }

    public required bool Logarithm { get; init; }

    public required bool Skip { get; init; }

    public required float SkipRate { get; init; }

    public required bool Days { get; init; }

    /// <summary>Whether a window is described as if it were at its usual level, where that of the last hour is unlike any before.</summary>
    public required bool FollowsLevel { get; init; }

    public required bool Metrics { get; init; }

    /// <summary>Whether validation says how much of the network's correction of the linear skip counts.</summary>
    public required bool Weighs { get; init; }

    /// <summary>What an absolute error weighs beside a squared one.</summary>
    public required float AbsoluteWeight { get; init; }

    /// <summary>Steps of the optimiser; null where the number of windows decides.</summary>
    public required int? Steps { get; init; }

    /// <summary>The settings as the card lists them.</summary>
    public static IReadOnlyList<SettingCard> Cards { get; } =
    [
        new("width", "64", "d, the width of a service's state: 4 to 256"),
        new("layers", "2", "graph convolutions: 1 to 6"),
        new("depth", "2", "layers of the recurrent network: 1 to 4"),
        new("dropout", "0.1", "share of activations dropped in training: 0 to 0.9"),
        new("graph", "on", "everything that passes between services", Switch),
        new("levels", "on", "the mean state of a service's group and of the whole system as inputs", Switch),
        new("time-encoding", "on", "the place in the window and the time of day", Switch),
        new("recurrence", "on", "the recurrent network over time", Switch),
        new("embeddings", "on", "a learned vector for each service", Switch),
        new("instance-norm", "off", "divide each centred window by its own deviation and undo it on the forecast", Switch),
        new("logarithm", "on", "see centred values through a signed logarithm, so that bursts do not drown the rest", Switch),
        new("linear-skip", "on", "a linear forecast beside the network, started at its closed form", Switch),
        new("skip-rate", "0.1", "the linear skip's learning rate as a share of the network's: 0 to 1; 0 leaves it at its closed form"),
        new("days", "on", "what earlier days did at these times, as inputs and in the linear skip", Switch),
        new("follow-level", "on", "describe a window as if it were at its usual level, where that of the last hour is unlike any before", Switch),
        new("metrics", "on", "what a service's other metrics do, in the linear skip", Switch),
        new("weighed-correction", "on", "of each metric, the share of the network's correction of the linear skip that validation finds to help", Switch),
        new("loss", "mixed", "what training makes small", ["squared", "absolute", "mixed", "huber"]),
        new("absolute-weight", "5", "what an absolute error weighs beside a squared one, in the mixed loss and on validation: 0 to 1000"),
        new("steps", Auto, "steps of the optimiser: 0 to 100000; auto goes over the train windows five times, and takes at least 400"),
        new("batch", "32", "windows in a batch: 1 to 1024"),
        new("learning-rate", "0.002", "the highest learning rate: 0.000001 to 1"),
        new("weight-decay", "0.01", "decoupled weight decay: 0 to 1"),
        new("average", "0.99", "decay of the running average of the weights: 0 to 0.9999"),
    ];

    const string Auto = "auto";

    static IReadOnlyList<string> Switch { get; } = ["on", "off"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public static ServicePerformanceSettings From(ModelSettings settings) => new()
    {
        Width = settings.GetInt32("width", 4, 256),
        Layers = settings.GetInt32("layers", 1, 6),
        Depth = settings.GetInt32("depth", 1, 4),
        Dropout = (float)settings.GetDouble("dropout", 0, 0.9),
        Graph = settings.GetSwitch("graph"),
        Levels = settings.GetSwitch("levels"),
        TimeEncoding = settings.GetSwitch("time-encoding"),
        Recurrence = settings.GetSwitch("recurrence"),
        Embeddings = settings.GetSwitch("embeddings"),
        Normalise = settings.GetSwitch("instance-norm"),
        Logarithm = settings.GetSwitch("logarithm"),
        Skip = settings.GetSwitch("linear-skip"),
        SkipRate = (float)settings.GetDouble("skip-rate", 0, 1),
        Days = settings.GetSwitch("days"),
        FollowsLevel = settings.GetSwitch("follow-level"),
        Metrics = settings.GetSwitch("metrics"),
        Weighs = settings.GetSwitch("linear-skip") && settings.GetSwitch("weighed-correction"),
        AbsoluteWeight = (float)settings.GetDouble("absolute-weight", 0, 1000),
        Steps = settings.GetText("steps") == Auto ? null : settings.GetInt32("steps", 0, 100_000),
    };
}
