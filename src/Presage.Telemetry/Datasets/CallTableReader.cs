using System.Net;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>A table with a row for each edge: <c>Source,Target[,Weight]</c> with a header, such as Nezha's dependency.csv.</summary>
/// <remarks>An end that is an IP address is a host outside the services. An edge that comes twice keeps the last weight.</remarks>
sealed class CallTableReader : ITopologyReader
{
    static readonly string[] Callers = ["source", "from", "caller", "client", "um"];
    static readonly string[] Callees = ["target", "to", "callee", "server", "dm"];
    static readonly string[] Weights = ["weight", "calls", "count", "value"];

    public string Format => "call-table";

    public string Description => "a table with a row for each edge: Source,Target,Weight with a header";

    // More columns than these belong to a table of calls with times or traces, which other readers know.
    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, 1);
        return lines.Count > 0 && TryColumns(lines[0], out _);
    }

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !TryColumns(line, out var columns))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no source and target");
        }

        var splitter = new FieldSplitter(columns.Delimiter);
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != columns.Count)
            {
                reading.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, columns.Count)));
                continue;
            }

            string from = splitter.Text(line, columns.From);
            string to = splitter.Text(line, columns.To);
            double weight = 1;
            if (from.Length == 0 || to.Length == 0)
            {
                reading.Refuse(lines.Error($"an edge from \"{from}\" to \"{to}\" lacks an end"));
                continue;
            }

            if (columns.Weight >= 0
                && (!NumberField.TryParse(splitter.Field(line, columns.Weight), out weight) || !float.IsFinite((float)weight)))
            {
                reading.Refuse(lines.Error(FieldError.NotANumber("of the weight", splitter.Field(line, columns.Weight))));
                continue;
            }

            reading.Keep();
            reading.Graph.AddNode(from, KindOf(from));
            reading.Graph.AddNode(to, KindOf(to));
            if (weight != 0)
            {
                reading.Graph.AddEdge(from, to, EdgeSources.CallTable, (float)weight);
            }
        }
    }

    static NodeKind KindOf(string name) =>
        name.Contains('.', StringComparison.Ordinal) && IPAddress.TryParse(name, out _) ? NodeKind.External : NodeKind.Service;

    static bool TryColumns(ReadOnlySpan<byte> header, out Columns columns)
    {
        byte delimiter = FieldSplitter.FindDelimiter(header);
        var splitter = new FieldSplitter(delimiter);
        columns = default;
        if (!splitter.TrySplit(header) || splitter.Count is < 2 or > 3)
        {
            return false;
        }

        var names = new string[splitter.Count];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = splitter.Text(header, column).ToLowerInvariant();
        }

        columns = new Columns(
            delimiter,
            names.Length,
            Array.FindIndex(names, Callers.Contains),
            Array.FindIndex(names, Callees.Contains),
            Array.FindIndex(names, Weights.Contains));
        return columns.From >= 0 && columns.To >= 0 && (names.Length == 2 || columns.Weight >= 0);
    }

    /// <summary>Which column is what; -1 for none.</summary>
    readonly record struct Columns(byte Delimiter, int Count, int From, int To, int Weight);
}
