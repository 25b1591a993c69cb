namespace Presage.Telemetry.Datasets;

/// <summary>Los-loop: traffic speeds of 207 loop detectors, a column each, as the T-GCN repository publishes them.</summary>
/// <remarks>
/// The header has the detectors' ids and there are no times: rows are five minutes apart from 1 March 2012, 00:00, in the
/// zone of <see cref="ReadOptions.TimeZone"/>. Source: github.com/lehaifeng/T-GCN, data/los_speed.csv; excerpt of METR-LA
/// (Li et al. 2018, arXiv:1707.01926).
/// </remarks>
sealed class LosLoopReader : ISeriesReader
{
    const long StepMs = 300_000;
    const int Detectors = 207;

    public string Format => "los-loop";

    public string Description => "Los-loop, speeds of loop detectors with a column each and no times";

    // Six digits are an id and no speed; other tables of the T-GCN repository have five and another step.
    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, 2);
        if (lines.Count < 2 || !DetectorListReader.IsListOfIds(lines[0], out int count))
        {
            return false;
        }

        return count == Detectors || name.Contains("los_speed", StringComparison.Ordinal);
    }

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        if (!lines.TryRead(out var line))
        {
            return;
        }

        splitter.TrySplit(line);
        var names = new string[splitter.Count];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = $"{splitter.Text(line, column)}/speed";
        }

        var table = new WideCsvTable(new WideCsvLayout((byte)',', HasHeader: true, names, TimeColumn: -1), name, builder);
        TimestampText.TryParse("2012-03-01"u8, builder.Options.TimeZone, out long startMs);
        builder.SetCalendar(hasCalendar: true, name);
        table.AddUntimedRows(lines, splitter, startMs, StepMs);
    }
}
