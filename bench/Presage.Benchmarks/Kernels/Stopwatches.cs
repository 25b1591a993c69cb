using System.Diagnostics;

namespace Presage.Benchmarks.Kernels;

/// <summary>Times short actions on a shared machine: the fastest of several rounds is what the processor can do.</summary>
static class Stopwatches
{
    /// <summary>Seconds per call: the fastest of the rounds that fit into the budget.</summary>
    public static double Fastest(Action action, double budgetSeconds = 0.25)
    {
        for (var warm = 0; warm < 3; warm++)
        {
            action();
        }

        var repeats = 1;
        double best;
        while ((best = Round(action, repeats)) * repeats < 0.0005)
        {
            repeats *= 4;
        }

        var total = Stopwatch.StartNew();
        do
        {
            best = Math.Min(best, Round(action, repeats));
        }
        while (total.Elapsed.TotalSeconds < budgetSeconds);
        return best;
    }

    static double Round(Action action, int repeats)
    {
        var start = Stopwatch.GetTimestamp();
        for (var i = 0; i < repeats; i++)
        {
            action();
        }

        return Stopwatch.GetElapsedTime(start).TotalSeconds / repeats;
    }
}
