namespace Presage.EndToEndTests;

/// <summary>A model that trains in steps, small enough to train in a test.</summary>
static class Trainable
{
    public const string Model = "dual-channel";

    /// <summary>Two hundred steps of a small network: long enough to be interrupted in the middle.</summary>
    public static readonly string[] Small =
    [
        "--set", "width=16", "--set", "heads=2", "--set", "hidden=16", "--set", "batch=16", "--set", "steps=200",
        "--lookback", "24", "--horizon", "4", "--threads", "1",
    ];
}
