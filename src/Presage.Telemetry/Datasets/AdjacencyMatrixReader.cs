using System.Globalization;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>A square matrix of 0 and 1 or of weights, row = caller: with names in its first row and column, or without.</summary>
/// <remarks>
/// A matrix without names is known by "adj" in the file's name, because numbers alone could be anything; its nodes are
/// named by <see cref="TopologyOptions.Nodes"/>, by a list beside it, or by their numbers from 0. An entry of 0 or an empty one is no edge.
/// </remarks>
sealed class AdjacencyMatrixReader : ITopologyReader
{
    const int LinesLookedAt = 5;

    public string Format => "adjacency-matrix";

    public string Description => "a square matrix of 0 and 1 or weights, a row for each caller";

    public bool Recognises(ReadOnlySpan<byte> head, string name)
    {
        var lines = TextFile.FirstLines(head, LinesLookedAt);
        if (lines.Count == 0)
        {
            return false;
        }

        byte delimiter = FieldSplitter.FindDelimiter(lines[0]);
        var splitter = new FieldSplitter(delimiter);
        if (!splitter.TrySplit(lines[0]))
        {
            return false;
        }

        if (HasNames(splitter, lines[0]))
        {
            return RowsRepeatTheHeader(splitter, lines);
        }

        int columns = splitter.Count;
        return name.Contains("adj", StringComparison.OrdinalIgnoreCase)
            && lines.SkipLast(lines.Count > 1 ? 1 : 0).All(line => splitter.TrySplit(line) && splitter.Count == columns && AreNumbers(splitter, line, 0));
    }

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        if (!lines.TryRead(out var line))
        {
            return;
        }

        var splitter = new FieldSplitter(FieldSplitter.FindDelimiter(line));
        splitter.TrySplit(line);
        bool isNamed = HasNames(splitter, line);
        var names = isNamed ? Header(splitter, line) : Given(splitter.Count, reading, name);
        foreach (string node in names)
        {
            reading.Graph.AddNode(node);
        }

        bool isRow = !isNamed;
        int row = 0;
        int first = isNamed ? 1 : 0;
        while (isRow || lines.TryRead(out line))
        {
            isRow = false;
            if (row == names.Length)
            {
                throw lines.Error($"row {row + 1} of a matrix with {names.Length} columns");
            }

            if (!splitter.TrySplit(line) || splitter.Count != names.Length + first)
            {
                throw lines.Error(FieldError.WrongCount(splitter.Count, names.Length + first));
            }

            if (isNamed && splitter.Text(line, 0) != names[row])
            {
                throw lines.Error($"row {row + 1} is of {splitter.Text(line, 0)}, its column of {names[row]}");
            }

            AddRow(splitter, line, names, row, first, lines, reading);
            reading.Keep();
            row++;
        }

        if (row != names.Length)
        {
            throw new DataFormatException(name, 0, $"{row} rows, {names.Length} columns; an adjacency matrix is square.");
        }
    }

    static void AddRow(FieldSplitter splitter, ReadOnlySpan<byte> line, string[] names, int row, int first, LineReader lines, TopologyReading reading)
    {
        for (int column = 0; column < names.Length; column++)
        {
            var field = splitter.Field(line, column + first);
            if (!NumberField.TryParse(field, out double weight) || (!field.IsEmpty && !float.IsFinite((float)weight)))
            {
                throw lines.Error(FieldError.NotANumber(names[column], field));
            }

            if (!field.IsEmpty && weight != 0)
            {
                reading.Graph.AddEdge(names[row], names[column], EdgeSources.CallTable, (float)weight);
            }
        }
    }

    // An empty corner, then names.
    static bool HasNames(FieldSplitter splitter, ReadOnlySpan<byte> line) =>
        splitter.Count > 1 && splitter.Field(line, 0).IsEmpty && !NumberField.TryParse(splitter.Field(line, 1), out _);

    static bool RowsRepeatTheHeader(FieldSplitter splitter, List<byte[]> lines)
    {
        var names = Header(splitter, lines[0]);
        for (int row = 1; row < lines.Count; row++)
        {
            if (row > names.Length || !splitter.TrySplit(lines[row]) || splitter.Text(lines[row], 0) != names[row - 1] || !AreNumbers(splitter, lines[row], 1))
            {
                return false;
            }
        }

        return lines.Count > 1;
    }

    static bool AreNumbers(FieldSplitter splitter, ReadOnlySpan<byte> line, int first)
    {
        for (int column = first; column < splitter.Count; column++)
        {
            if (!NumberField.TryParse(splitter.Field(line, column), out _))
            {
                return false;
            }
        }

        return true;
    }

    static string[] Header(FieldSplitter splitter, ReadOnlySpan<byte> line)
    {
        var names = new string[splitter.Count - 1];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = splitter.Text(line, column + 1);
        }

        return names;
    }

    // What was asked for must fit; what an earlier file of the folder says is used if it does.
    static string[] Given(int count, TopologyReading reading, string file)
    {
        var asked = reading.Options.Nodes;
        if (asked.Count > 0)
        {
            return asked.Count == count
                ? [.. asked]
                : throw new DataFormatException(file, 0, $"a matrix of {count} nodes, but {asked.Count} names for them.");
        }

        return reading.NodeNames.Count == count
            ? [.. reading.NodeNames]
            : [.. Enumerable.Range(0, count).Select(node => node.ToString(CultureInfo.InvariantCulture))];
    }
}
