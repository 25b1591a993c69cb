using System.CommandLine;
using System.Globalization;
using Presage.Cli.Datasets;
using Presage.Cli.Options;
using Presage.Cli.Output;
using Presage.Models;
using Presage.Telemetry.Datasets;

namespace Presage.Cli.Commands;

/// <summary><c>presage datasets</c>: what public data there are, what is in a file, and fetching.</summary>
static class DatasetsCommand
{
    public static Verb Create(Terminal terminal) => new("datasets", "List, describe and fetch data sets")
    {
        List(terminal),
        Describe(terminal),
        Fetch(terminal),
    };

    static Verb List(Terminal terminal)
    {
        var json = new Option<bool>("--json") { Description = "Print the list as one JSON object" };
        var verb = new Verb("list", "The public data sets that can be fetched, and the formats that can be read") { json };
        verb.SetAction(parsed =>
        {
            if (parsed.GetValue(json))
            {
                PublicDatasetText.WriteJson(terminal.Out);
                return;
            }

            PublicDatasetText.WriteList(terminal.CreateOutConsole());
        });
        return verb;
    }

    static Verb Describe(Terminal terminal)
    {
        var what = new Argument<string>("NAME|PATH")
        {
            HelpName = "NAME|PATH",
            Description = "A data set of 'datasets list', or a file or folder of your own",
        };
        what.CompletionSources.Add(DatasetNames());
        var json = new Option<bool>("--json") { Description = "Print the description as one JSON object" };
        var selection = new SelectionOptions();
        var verb = new Verb("describe", "Say what is in a file or folder (series, service graph, logs, incidents), or where a public data set comes from")
        {
            Examples =
            [
                new("datasets describe my.csv", "how a file of your own is understood"),
                new("datasets describe shop", "depth, cycles, critical paths, logs and incidents of what 'presage simulate --out shop' wrote"),
                new("datasets describe ETTh1", "licence, citation and address of a public data set"),
            ],
        };
        verb.Arguments.Add(what);
        selection.AddTo(verb);
        verb.Options.Add(json);
        verb.SetAction((parsed, cancellation) =>
        {
            var name = parsed.GetRequiredValue(what);
            if (!Path.Exists(name) && DatasetCatalog.Find(name) is { } dataset)
            {
                PublicDatasetText.Write(dataset, terminal.Out);
            }
            else
            {
                var description = PathDescription.Read(name, selection, parsed, cancellation);
                if (parsed.GetValue(json))
                {
                    description.WriteJson(terminal.Out);
                }
                else
                {
                    description.Write(terminal);
                }
            }

            return Task.FromResult(ExitCode.Ok);
        });
        return verb;
    }

    static Verb Fetch(Terminal terminal)
    {
        var name = new Argument<string>("NAME") { HelpName = "NAME", Description = "A data set of 'datasets list'" };
        name.CompletionSources.Add(DatasetNames());
        var folder = new Option<string?>("--to") { Description = "The folder to fetch into; data/NAME by default", HelpName = "FOLDER" };
        var quiet = new Option<bool>("--quiet", "-q") { Description = "No progress" };
        var verb = new Verb("fetch", "Fetch a public data set from its owner, checked; goes on where an earlier try ended")
        {
            Examples = [new("datasets fetch ETTh1", "into data/ETTh1; then: presage evaluate ridge --data data/ETTh1")],
        };
        verb.Arguments.Add(name);
        verb.Options.Add(folder);
        verb.Options.Add(quiet);
        verb.SetAction(async (parsed, cancellation) =>
        {
            var dataset = Find(parsed.GetRequiredValue(name));
            var target = parsed.GetValue(folder) ?? Path.Combine("data", dataset.Name);
            var journal = new Journal(terminal, parsed.GetValue(quiet));
            journal.Note($"{dataset.Name}: {dataset.Licence}");
            using var client = new HttpClient();
            var fetched = await journal.TrackAsync(progress => new DatasetFetcher(client).FetchAsync(
                dataset,
                target,
                new DirectProgress<FetchProgress>(at => progress.Report(at.File, Share(at), Megabytes(at))),
                cancellation));
            foreach (var path in fetched)
            {
                terminal.Out.WriteLine(path);
            }

            return ExitCode.Ok;
        });
        return verb;
    }

    static PublicDataset Find(string name) => DatasetCatalog.Find(name)
        ?? throw new UsageException(
            $"There is no data set '{name}'. The nearest is '{NearestName.Find(name, DatasetNames())}'; 'presage datasets list' shows all.");

    static string[] DatasetNames() => [.. DatasetCatalog.All.Select(dataset => dataset.Name)];

    static double Share(FetchProgress at) => at.TotalBytes is > 0 ? (double)at.Bytes / at.TotalBytes.Value : 0;

    static string Megabytes(FetchProgress at) => string.Create(CultureInfo.InvariantCulture, $"{at.Bytes / 1e6:0.0} MB");
}
