using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>What a user may change of a protocol; every null keeps the protocol's own choice.</summary>
public sealed record ProtocolOptions
{
    /// <summary>T, the steps a model sees.</summary>
    public int? Lookback { get; init; }

    /// <summary>Steps ahead that are reported, each from 1.</summary>
    public IReadOnlyList<int>? Horizons { get; init; }

    /// <summary>The width of a bin in milliseconds.</summary>
    public long? StepMs { get; init; }

    /// <summary>Whether models see and forecast values or their logarithms.</summary>
    public MetricScale? Scale { get; init; }

    internal void Validate()
    {
        if (Lookback is < 1)
        {
            throw new SettingException($"The look-back is {Lookback}; it must be at least 1.");
        }

        if (Horizons is { } horizons && (horizons.Count == 0 || horizons.Any(horizon => horizon < 1)))
        {
            throw new SettingException($"The horizons are '{string.Join(",", horizons)}'; each must be at least 1.");
        }

        if (StepMs is < 1)
        {
            throw new SettingException($"The step is {StepMs} ms; it must be at least 1.");
        }
    }
}
