using Presage.Telemetry.Windows;

namespace Presage.Models.Evaluation;

/// <summary>Groups windows by the time of their first target, for a bootstrap that keeps neighbours together.</summary>
/// <remarks>
/// Errors of windows that lie close in time, and of entities at the same time, go together; so what is resampled is a
/// stretch of time with everything in it. Days, unless there are too few of them: then the longest of 12, 6, 3 and 1
/// hours, or else of a tenth of the time, that gives at least ten blocks.
/// </remarks>
sealed class TimeBlocks
{
    const int LeastBlocks = 10;
    const long HourMs = 3_600_000;
    static readonly int[] Hours = [24, 12, 6, 3, 1];

    TimeBlocks(int[] blockOf, int count, string description)
    {
        BlockOf = blockOf;
        Count = count;
        Description = description;
    }

    /// <summary>[window]: its block, from 0.</summary>
    public IReadOnlyList<int> BlockOf { get; }

    /// <summary>How many blocks hold a window.</summary>
    public int Count { get; }

    /// <summary>Such as <c>13 blocks of 3 h</c>.</summary>
    public string Description { get; }

    public static TimeBlocks Of(WindowSet windows)
    {
        var times = new long[windows.Count];
        for (int window = 0; window < times.Length; window++)
        {
            times[window] = windows.TargetTimeMs(window, 0);
        }

        foreach (int hours in Hours)
        {
            var (blockOf, count) = Number(times, hours * HourMs);
            if (count >= LeastBlocks)
            {
                return new TimeBlocks(blockOf, count, hours == 24 ? $"{count} days" : $"{count} blocks of {hours} h");
            }
        }

        long lengthMs = times.Length == 0 ? 1 : Math.Max(windows.Frame.StepMs, (times.Max() - times.Min()) / LeastBlocks);
        var (rest, restCount) = Number(times, lengthMs);
        return new TimeBlocks(rest, restCount, $"{restCount} blocks of {lengthMs / 1000.0:0.#} s");
    }

    static (int[] BlockOf, int Count) Number(long[] times, long lengthMs)
    {
        var numbers = new Dictionary<long, int>();
        var blockOf = new int[times.Length];
        for (int window = 0; window < times.Length; window++)
        {
            long block = Math.DivRem(times[window], lengthMs, out long rest) - (rest < 0 ? 1 : 0);
            if (!numbers.TryGetValue(block, out int number))
            {
                numbers.Add(block, number = numbers.Count);
            }

            blockOf[window] = number;
        }

        return (blockOf, numbers.Count);
    }
}
