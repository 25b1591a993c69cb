namespace Presage.Telemetry.Datasets;

/// <summary>Finds the folders that belong to a path: itself, or those in which a published layout keeps its kinds of data.</summary>
/// <remarks>
/// Nezha and TraStrainer keep metrics in <c>metric</c>, spans in <c>trace</c> and logs in <c>log</c>, Nezha a day in <c>rca_data</c> and the same
/// metrics again, with a reference minute of spans, in <c>construct_data</c>; the Alibaba microservice traces have a folder a table.
/// A folder without files of data stands for all the folders inside it, two levels deep.
/// </remarks>
static class DataFolders
{
    const int DeepestLevel = 2;

    static readonly string[] OfSeries = ["metric", "metrics", "rca_data", "MSResource", "MSRTQps"];
    static readonly string[] OfGraphs = ["metric", "metrics", "trace", "traces", "rca_data", "construct_data", "MSCallGraph"];
    static readonly string[] OfLogs = ["log", "logs", "rca_data", "construct_data"];
    static readonly string[] OfIncidents = ["truth", "rca_data"];
    static readonly string[] Neither =
        ["doc", "docs", "log", "logs", "label", "labels", "traceid", "trace", "traces", "truth", "construct_data", "MSCallGraph"];

    /// <summary>Where the series lie.</summary>
    public static IReadOnlyList<string> WithSeries(string path) => Find(path, OfSeries, 0);

    /// <summary>Where graphs and spans lie.</summary>
    public static IReadOnlyList<string> WithGraphs(string path) => Find(path, OfGraphs, 0);

    /// <summary>Where logs lie.</summary>
    public static IReadOnlyList<string> WithLogs(string path) => Find(path, OfLogs, 0);

    /// <summary>Where lists of incidents lie.</summary>
    public static IReadOnlyList<string> WithIncidents(string path) => Find(path, OfIncidents, 0);

    static List<string> Find(string path, string[] known, int level)
    {
        if (!Directory.Exists(path))
        {
            return [path];
        }

        var inner = Directory.EnumerateDirectories(path).Where(folder => !Path.GetFileName(folder).StartsWith('.')).Order(StringComparer.Ordinal).ToList();
        var entered = inner.Where(folder => known.Contains(Path.GetFileName(folder))).ToList();
        if (entered.Count == 0 && !Directory.EnumerateFiles(path).Any(IsData))
        {
            entered = [.. inner.Where(folder => !Neither.Contains(Path.GetFileName(folder)))];
        }

        if (level == 0 && inner.Count(folder => Directory.Exists(Path.Combine(folder, "rca_data"))) > 1)
        {
            throw new DataFormatException(path, 0, $"the folder has several recordings; choose one of {string.Join(", ", inner.Select(Path.GetFileName))}.");
        }

        List<string> found = [path];
        if (level < DeepestLevel)
        {
            found.AddRange(entered.SelectMany(folder => Find(folder, known, level + 1)));
        }

        return found;
    }

    static bool IsData(string file) => !TextFile.IsDocument(Path.GetFileName(file)) && !Path.GetFileName(file).StartsWith('.');
}
