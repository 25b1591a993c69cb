namespace Presage.Telemetry.Datasets;

/// <summary>What the tables of the Alibaba Cluster Trace 2018 have in common: names like m_1932, commas, no header.</summary>
static class AlibabaLine
{
    const int LinesLookedAt = 20;

    /// <summary>Whether most of the first lines have the columns of a table.</summary>
    /// <param name="head">The first bytes of a file.</param>
    /// <param name="columns">How many columns a line must have.</param>
    /// <param name="prefixes">How its first columns begin.</param>
    /// <param name="numberColumn">A column that must hold a number.</param>
    public static bool Fits(ReadOnlySpan<byte> head, int columns, byte[][] prefixes, int numberColumn)
    {
        var lines = TextFile.FirstLines(head, LinesLookedAt);
        if (lines.Count > 1 && head.Length > 0 && head[^1] != (byte)'\n')
        {
            lines.RemoveAt(lines.Count - 1); // it may be cut
        }

        return lines.Count > 0 && 2 * lines.Count(line => FitsLine(line, columns, prefixes, numberColumn)) > lines.Count;
    }

    static bool FitsLine(byte[] line, int columns, byte[][] prefixes, int numberColumn)
    {
        var splitter = new FieldSplitter((byte)',');
        if (!splitter.TrySplit(line) || splitter.Count != columns)
        {
            return false;
        }

        for (int column = 0; column < prefixes.Length; column++)
        {
            if (!splitter.Field(line, column).StartsWith(prefixes[column]))
            {
                return false;
            }
        }

        return NumberField.TryParse(splitter.Field(line, numberColumn), out double number) && !double.IsNaN(number);
    }
}
