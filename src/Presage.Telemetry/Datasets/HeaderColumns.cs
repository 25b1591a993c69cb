namespace Presage.Telemetry.Datasets;

/// <summary>The header of a table with commas, whose columns are found by their names, whatever their case and underscores.</summary>
sealed class HeaderColumns
{
    readonly string[] _names;
    readonly string[] _plain;

    HeaderColumns(string[] names)
    {
        _names = names;
        _plain = Array.ConvertAll(names, name => name.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant());
    }

    public int Count => _names.Length;

    public static bool TryRead(ReadOnlySpan<byte> line, out HeaderColumns header)
    {
        var splitter = new FieldSplitter((byte)',');
        bool isSplit = splitter.TrySplit(line);
        var names = new string[isSplit ? splitter.Count : 0];
        for (int column = 0; column < names.Length; column++)
        {
            names[column] = splitter.Text(line, column);
        }

        header = new HeaderColumns(names);
        return isSplit;
    }

    /// <summary>A column's name as it is written.</summary>
    public string Name(int column) => _names[column];

    /// <summary>The first column with one of some names, in lower case and without underscores; -1 for none.</summary>
    public int Find(params string[] names) => Array.FindIndex(_plain, names.Contains);
}
