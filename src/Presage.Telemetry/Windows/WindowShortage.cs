namespace Presage.Telemetry.Windows;

/// <summary>Finds out what a frame without any window lacks.</summary>
static class WindowShortage
{
    public static string Explain(Frame frame, BinRange targets, WindowOptions options, ObservedBins observed)
    {
        string needed = $"a window of lookback {options.Lookback} and horizon {options.Horizon}"
            + (options.Dilation > 1 ? $" at dilation {options.Dilation}" : "")
            + $" needs {options.InputBins + options.Horizon} bins of {frame.StepMs / 1000.0:0.###} s";
        int longest = -1;
        int bins = 0;
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            int length = observed.First(entity) < 0 ? 0 : observed.Last(entity) - observed.First(entity) + 1;
            (longest, bins) = longest < 0 || length > bins ? (entity, length) : (longest, bins);
        }

        if (bins == 0)
        {
            return "Nothing was observed"
                + (options.Presence == Presence.EveryMetric && frame.Metrics.Count > 1 ? " in any bin for every metric at once" : "")
                + $"; {needed}.";
        }

        if (bins < options.InputBins + options.Horizon)
        {
            return $"The longest series, {frame.Entities[longest]}, has {bins} bins from its first to its last observation; {needed}.";
        }

        int end = Math.Min(targets.End, frame.Bins);
        if (end - targets.Start < options.Horizon)
        {
            return $"The targets must lie in {end - targets.Start} bins, {targets}; the horizon is {options.Horizon}.";
        }

        return $"Gaps are too long everywhere: {needed}, {options.MinimumCoverage:P0} of its input observed or in gaps of at most "
            + $"{options.MaximumGap} bins, and the newest observation at most {options.MaximumAge} bins old. A wider step closes gaps.";
    }
}
