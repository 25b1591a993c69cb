using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>A table with a row for each node: <c>Node,Kind</c> with a header, beside a table of edges that does not say what its ends are.</summary>
sealed class NodeTableReader : ITopologyReader
{
    static readonly string[] Names = ["node", "name", "service", "entity"];

    public string Format => "node-table";

    public string Description => "a table that says what each node is: Node,Kind with service, database, cache, queue or external";

    // The kind in the first row tells it from any other table with two columns.
    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, 2);
        var splitter = new FieldSplitter((byte)',');
        return lines.Count == 2 && TryColumns(lines[0], out int node, out int kind)
            && splitter.TrySplit(lines[1]) && splitter.Count == 2
            && splitter.Field(lines[1], node).Length > 0 && TryKind(splitter.Text(lines[1], kind), out _);
    }

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line) || !TryColumns(line, out int nodeColumn, out int kindColumn))
        {
            throw lines.Error($"the header \"{TextFile.FirstLine(line)}\" names no node and kind");
        }

        var splitter = new FieldSplitter((byte)',');
        while (lines.TryRead(out line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != 2)
            {
                reading.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, 2)));
                continue;
            }

            string node = splitter.Text(line, nodeColumn);
            string kind = splitter.Text(line, kindColumn);
            if (node.Length == 0)
            {
                reading.Refuse(lines.Error("the node has no name"));
            }
            else if (!TryKind(kind, out var known))
            {
                reading.Refuse(lines.Error($"{node} is of the kind \"{kind}\", expected service, database, cache, queue or external"));
            }
            else
            {
                reading.Keep();
                reading.Graph.AddNode(node, known);
            }
        }
    }

    static bool TryColumns(ReadOnlySpan<byte> line, out int node, out int kind)
    {
        (node, kind) = (-1, -1);
        if (!HeaderColumns.TryRead(line, out var header) || header.Count != 2)
        {
            return false;
        }

        (node, kind) = (header.Find(Names), header.Find("kind", "type"));
        return node >= 0 && kind >= 0;
    }

    static bool TryKind(string text, out NodeKind kind)
    {
        kind = NodeKind.Database;
        return text.Equals("cache", StringComparison.OrdinalIgnoreCase)
            || (text.Length > 0 && char.IsAsciiLetter(text[0]) && Enum.TryParse(text, ignoreCase: true, out kind));
    }
}
