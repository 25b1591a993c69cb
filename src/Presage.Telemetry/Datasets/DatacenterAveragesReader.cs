using System.Globalization;
using System.Text.RegularExpressions;

namespace Presage.Telemetry.Datasets;

/// <summary>Averages over all machines of a data centre without times, whose file's name says how far its rows are apart.</summary>
/// <remarks>
/// <c>alibaba2018__machine_usage_days_1_to_8_grouped_300_seconds.csv</c> is the entity of its name, a row each 300 seconds from the
/// start of the trace. Source: github.com/alejandrofdez-us/DataCenter-Traces-Datasets; its Azure table has times and is a
/// wide table like any other.
/// </remarks>
sealed partial class DatacenterAveragesReader : ISeriesReader
{
    const int MsPerSecond = 1000;

    public string Format => "datacenter-averages";

    public string Description => "averages of a data centre without times, a name such as ..._grouped_300_seconds.csv";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        Step().IsMatch(name) && TextFile.FirstLines(head, 1) is [var line] && WideCsvLayout.Of(line) is { HasHeader: true, TimeColumn: < 0 };

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        if (Step().Match(name) is not { Success: true } step)
        {
            throw new DataFormatException(name, 0, "the file's name does not say how far its rows are apart, as ..._grouped_300_seconds.csv does.");
        }

        var lines = new LineReader(stream, name, cancellation);
        lines.TryRead(out var line);
        var layout = WideCsvLayout.Of(line);
        builder.SetCalendar(hasCalendar: false, name);
        new WideCsvTable(layout, name, builder).AddUntimedRows(
            lines, new FieldSplitter(layout.Delimiter), 0, int.Parse(step.Groups[1].ValueSpan, CultureInfo.InvariantCulture) * MsPerSecond);
    }

    [GeneratedRegex("_grouped_([1-9][0-9]{0,5})_seconds")]
    private static partial Regex Step();
}
