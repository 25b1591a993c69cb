using System.Globalization;

namespace Presage.Models.Forecasting;

/// <summary>The sizes and parts of a <see cref="DualChannelNetwork"/>, and how it is trained.</summary>
sealed record DualChannelSettings
{
    public required int Width { get; init; }

    public required int Hidden { get; init; }

    public required int Depth { get; init; }

    public required int Heads { get; init; }

    public required int Patch { get; init; }

    public required float Dropout { get; init; }

    public required int[] Scales { get; init; }

    public required bool ShortChannel { get; init; }

    public required bool LongChannel { get; init; }

    public required bool Gate { get; init; }

    public required bool Calibration { get; init; }

    public required bool Aggregation { get; init; }

    public required bool Normalise { get; init; }

    public required bool Skip { get; init; }

    public required float SkipRate { get; init; }

    public required bool Features { get; init; }

    public required bool Clock { get; init; }

    public required bool Level { get; init; }

    public required bool Position { get; init; }

    /// <summary>The settings as the card lists them.</summary>
    public static IReadOnlyList<SettingCard> Cards { get; } =
    [
        new("width", "64", "m, the width of the encoding: 16 to 256, a multiple of heads"),
        new("hidden", "64", "g, the width of the short channel's state: 8 to 256"),
        new("depth", "1", "layers of the short channel: 1 to 4"),
        new("heads", "4", "heads of the long channel: 1 to 16"),
        new("patch", "4", "steps in a token: 1 to 96"),
        new("dropout", "0.1", "share of activations dropped in training: 0 to 0.9"),
        new("scales", "1,2,4", "tokens averaged at each time scale, comma-separated"),
        new("short-channel", "on", "eq. 2, the recurrent channel", Switch),
        new("long-channel", "on", "eq. 3 and 4, the attention channel", Switch),
        new("fusion", "gate", "eq. 5 as printed (tanh), or the two channels weighed by a gate", ["gate", "tanh"]),
        new("calibration", "on", "residual calibration", Switch),
        new("aggregation", "on", "dynamic aggregation: attention pooling beside the newest state", Switch),
        new("instance-norm", "on", "normalise each window and undo it on the forecast", Switch),
        new("linear-skip", "on", "a linear forecast beside the network, started at its closed form", Switch),
        new("skip-rate", "0.1", "the linear skip's learning rate as a share of the network's: 0 to 1; 0 leaves it at its closed form"),
        new("features", "on", "differences and what was observed beside the values", Switch),
        new("clock", "off", "the time of day as an input", Switch),
        new("level", "off", "the window's mean and deviation as inputs", Switch),
        new("position", "on", "a sine and cosine code of a token's place", Switch),
        new("loss", "mixed", "what training makes small", ["squared", "absolute", "mixed", "huber"]),
        new("steps", "300", "steps of the optimiser: 0 to 100000"),
        new("batch", "128", "windows in a batch: 1 to 1024"),
        new("learning-rate", "0.002", "the highest learning rate: 0.000001 to 1"),
        new("weight-decay", "0.01", "decoupled weight decay: 0 to 1"),
        new("average", "0.99", "decay of the running average of the weights: 0 to 0.9999"),
        new("patience", "1000", "validations without a new best before training stops: 1 to 1000"),
    ];

    static IReadOnlyList<string> Switch { get; } = ["on", "off"];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public static DualChannelSettings From(ModelSettings settings)
    {
        var result = new DualChannelSettings
        {
            Width = settings.GetInt32("width", 16, 256),
            Hidden = settings.GetInt32("hidden", 8, 256),
            Depth = settings.GetInt32("depth", 1, 4),
            Heads = settings.GetInt32("heads", 1, 16),
            Patch = settings.GetInt32("patch", 1, 96),
            Dropout = (float)settings.GetDouble("dropout", 0, 0.9),
            Scales = ReadScales(settings.GetText("scales")),
            ShortChannel = settings.GetSwitch("short-channel"),
            LongChannel = settings.GetSwitch("long-channel"),
            Gate = settings.GetText("fusion") == "gate",
            Calibration = settings.GetSwitch("calibration"),
            Aggregation = settings.GetSwitch("aggregation"),
            Normalise = settings.GetSwitch("instance-norm"),
            Skip = settings.GetSwitch("linear-skip"),
            SkipRate = (float)settings.GetDouble("skip-rate", 0, 1),
            Features = settings.GetSwitch("features"),
            Clock = settings.GetSwitch("clock"),
            Level = settings.GetSwitch("level"),
            Position = settings.GetSwitch("position"),
        };
        if (result.Width % result.Heads != 0)
        {
            throw new SettingException($"The setting width of dual-channel is {result.Width}; it must be a multiple of heads, {result.Heads}.");
        }

        if (!result.ShortChannel && !result.LongChannel)
        {
            throw new SettingException("The settings short-channel and long-channel of dual-channel are both off; one is needed.");
        }

        return result;
    }

    static int[] ReadScales(string text)
    {
        var parts = text.Split(',', StringSplitOptions.TrimEntries);
        var scales = new int[parts.Length];
        for (var index = 0; index < parts.Length; index++)
        {
            if (!int.TryParse(parts[index], NumberStyles.None, CultureInfo.InvariantCulture, out scales[index]) || scales[index] is < 1 or > 96)
            {
                throw new SettingException($"The setting scales of dual-channel cannot be '{text}'; allowed: whole numbers from 1 to 96, comma-separated.");
            }
        }

        return scales;
    }
}
