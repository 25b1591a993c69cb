using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;
using Presage.Tensors.Benchmarking;

namespace Presage.Benchmarks.Engine;

/// <summary>Measures what it is asked to, line by line, so that a script can take turns between this engine and another in one run.</summary>
static class EngineServer
{
    /// <summary>
    /// Reads lines of a case's name and seconds from standard input and answers each with one line of JSON; a third word, "share", asks for
    /// the share of the processor's peak.
    /// </summary>
    public static int Run(string threads)
    {
        using var benchmark = new EngineBenchmark(int.Parse(threads, CultureInfo.InvariantCulture));
        Answer(new
        {
            runtime = RuntimeInformation.FrameworkDescription,
            instructions = EngineBenchmark.Instructions,
            allocated = benchmark.AllocatedBytes("m1-train"),
        });
        while (Console.ReadLine() is { Length: > 0 } line)
        {
            var words = line.Split(' ');
            var duration = TimeSpan.FromSeconds(double.Parse(words[1], CultureInfo.InvariantCulture));
            if (words is [var name, _, "share"])
            {
                Answer(new { share = benchmark.ShareOfPeak(name, duration) });
                continue;
            }

            var measured = benchmark.Measure(words[0], duration);
            Answer(new { name = measured.Name, median = measured.Median, best = measured.Best, calls = measured.Calls, rate = measured.Rate });
        }

        return 0;
    }

    static void Answer<T>(T value)
    {
        Console.WriteLine(JsonSerializer.Serialize(value));
        Console.Out.Flush();
    }
}
