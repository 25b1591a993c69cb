using System.Globalization;

namespace Presage.Simulation.Sinks;

/// <summary>A wide table of metrics: a row for each bin, a column <c>entity/metric</c> for each metric of each entity.</summary>
sealed class MetricTable : IDisposable
{
    readonly TableFile _file;

    public MetricTable(string path, IEnumerable<string> entities, IReadOnlyList<string> metrics)
    {
        var columns = entities.SelectMany(entity => metrics.Select(metric => $"{entity}/{metric}"));
        _file = new TableFile(path, string.Join(',', columns.Prepend("timestamp")));
    }

    public void BeginRow(long startUnixMs) =>
        _file.Write(DateTimeOffset.FromUnixTimeMilliseconds(startUnixMs).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));

    public void Write(ReadOnlySpan<float> values)
    {
        foreach (float value in values)
        {
            _file.Write(',');
            _file.Write(value);
        }
    }

    public void EndRow() => _file.EndRow();

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();
}
