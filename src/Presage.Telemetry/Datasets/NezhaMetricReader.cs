using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>The metrics of one pod a file, as Nezha and TraStrainer publish them: <c>Time,TimeStamp,PodName,...</c>.</summary>
/// <remarks>
/// The entity is the pod's service (<see cref="PodName"/>). Times are read from <c>Time</c>, as Go writes them;
/// <c>TimeStamp</c> is wrong in places and never read. Two values are invalid and read as missing: one that is no number, as
/// TraStrainer's <c>ssh30472.46127366609</c>, and a latency of 0, which stands for no call where other services have NaN.
/// Where a service has several pods, amounts are added up and everything else is averaged. Source:
/// github.com/IntelligentDDS/Nezha and /TraStrainer.
/// </remarks>
sealed class NezhaMetricReader : ISeriesReader
{
    const int FirstMetric = 3;

    static readonly string[] Amounts =
        ["CpuUsage(m)", "MemoryUsage(Mi)", "SyscallRead", "SyscallWrite", "NetworkReceiveBytes", "NetworkTransmitBytes", "PodWorkload(Ops)"];

    public string Format => "nezha-metrics";

    public string Description => "metrics of pods as Nezha and TraStrainer publish them, also a folder in their layout";

    public bool Recognises(ReadOnlySpan<byte> head, string name) =>
        TextFile.FirstLines(head, 1) is [var line] && line.AsSpan().StartsWith("Time,TimeStamp,PodName,"u8);

    public void Read(Stream stream, string name, RecordingBuilder builder, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        lines.TryRead(out var line);
        splitter.TrySplit(line);
        var header = new string[splitter.Count];
        for (int column = 0; column < header.Length; column++)
        {
            header[column] = splitter.Text(line, column);
        }

        int[] kept = [.. Enumerable.Range(FirstMetric, header.Length - FirstMetric).Where(column => builder.Metrics.Wants(header[column]))];
        string[] metrics = [.. kept.Select(column => header[column])];
        if (metrics.Length == 0)
        {
            throw new DataFormatException(name, 1, header.Length == FirstMetric ? "there is no metric." : $"metrics {builder.Metrics.Explain()}.");
        }

        var pods = new ByteNames<RowBuffer?>(pod => RowsOf(pod, metrics, builder));
        var values = new double[metrics.Length];
        builder.SetCalendar(hasCalendar: true, name);
        while (lines.TryRead(out line))
        {
            if (FaultOf(splitter, line, header, kept, values, builder.Options, out long timeMs, out int invalid) is { } fault)
            {
                builder.Refuse(lines.Error(fault));
            }
            else
            {
                builder.Add(pods.Find(splitter.Field(line, 2)), timeMs, values, invalid);
            }
        }
    }

    static RowBuffer? RowsOf(string pod, string[] metrics, RecordingBuilder builder)
    {
        string service = PodName.ServiceOf(pod);
        var rows = builder.InstanceRows(service, pod, metrics, Amounts.Contains);
        if (rows is not null)
        {
            builder.AddLabelValue(service, "pod", pod);
        }

        return rows;
    }

    static string? FaultOf(
        FieldSplitter splitter, ReadOnlySpan<byte> line, string[] header, int[] kept, double[] values, ReadOptions options, out long timeMs, out int invalid)
    {
        (timeMs, invalid) = (0, 0);
        if (!splitter.TrySplit(line) || splitter.Count != header.Length)
        {
            return FieldError.WrongCount(splitter.Count, header.Length);
        }

        if (!GoTime.TryParse(splitter.Field(line, 0), options.TimeZone, out timeMs))
        {
            return FieldError.NotATime(header[0], splitter.Field(line, 0));
        }

        for (int i = 0; i < kept.Length; i++)
        {
            bool isValid = NumberField.TryParse(splitter.Field(line, kept[i]), out values[i])
                && !(values[i] == 0 && header[kept[i]].Contains("Latency", StringComparison.Ordinal));
            values[i] = isValid ? values[i] : double.NaN;
            invalid += isValid ? 0 : 1;
        }

        return splitter.Field(line, 2).IsEmpty ? "the row names no pod" : null;
    }
}
