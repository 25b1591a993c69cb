using System.CommandLine;
using System.Globalization;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.WhatIf;
using Presage.Telemetry.Topology;

namespace Presage.Cli.Forecasts;

/// <summary>Asks what comes under a hypothetical load, and says how far the answer can be trusted.</summary>
static class WhatIfAnswer
{
    const int MostNames = 5;
    const double LikelyFull = 0.5;

    /// <summary>The answer.</summary>
    /// <param name="options">What was asked for.</param>
    /// <param name="parsed">The command line.</param>
    /// <param name="usual">The forecast under the usual load.</param>
    /// <param name="graph">Who calls whom; without edges where it is not known.</param>
    /// <param name="journal">Is told what the reader must know.</param>
    /// <param name="cancellation">Ends it early.</param>
    /// <exception cref="UsageException">The changes name no service, or no metric is a load.</exception>
    public static WhatIfResult Of(
        WhatIfOptions options, ParseResult parsed, ForecastResult usual, ServiceGraph graph, Journal journal, CancellationToken cancellation)
    {
        var changes = options.In(parsed);
        try
        {
            var result = WhatIfForecast.Create(
                new WhatIfRequest { Usual = usual, Changes = changes, Graph = graph, LoadMetric = options.MetricIn(parsed) }, cancellation);
            foreach (string warning in Warnings(result, changes.Any(change => change.Service is not null) && graph.Edges.Count == 0))
            {
                journal.Warn(warning);
            }

            return result;
        }
        catch (ModelDataException error)
        {
            throw new UsageException($"--load {string.Join(" --load ", options.TextIn(parsed))}: {error.Message}");
        }
    }

    /// <summary>What a reader must know before trusting the answer.</summary>
    /// <param name="result">The answer.</param>
    /// <param name="isGuessed">Whether it had to be guessed which services a change reaches.</param>
    public static IEnumerable<string> Warnings(WhatIfResult result, bool isGuessed = false)
    {
        if (isGuessed)
        {
            yield return "no graph is known: which services the change reaches is guessed from how their loads move together; --graph tells.";
        }

        LoadReach[] beyond = [.. result.Loads.Where(load => load.IsBeyondHistory).OrderByDescending(load => load.Reach)];
        if (beyond.Length > 0)
        {
            var names = Names(beyond, load => string.Create(CultureInfo.InvariantCulture, $"{load.Service} ({load.Reach:0.0#} times the highest seen)"));
            yield return $"more load than was ever seen at {names}: there the answer rests on how queues grow, and no longer on these data.";
        }

        LoadReach[] full = [.. result.Loads.Where(load => load.Factor > 1 && load.BeyondCapacity >= LikelyFull).OrderByDescending(load => load.BeyondCapacity)];
        if (full.Length > 0)
        {
            yield return $"probably more than can be served at {Names(full, load => load.Service)}: requests would wait or be refused.";
        }
    }

    static string Names(LoadReach[] loads, Func<LoadReach, string> name) =>
        string.Join(", ", loads.Take(MostNames).Select(name)) + (loads.Length > MostNames ? $" and {loads.Length - MostNames} more" : "");
}
