namespace Presage.Telemetry.Datasets;

/// <summary>What the first line of a wide table says about its columns.</summary>
/// <param name="Delimiter">What stands between two fields.</param>
/// <param name="HasHeader">Whether the first line has names and not values.</param>
/// <param name="Names">One a column; made up where the table has none.</param>
/// <param name="TimeColumn">The column of times, or -1.</param>
sealed record WideCsvLayout(byte Delimiter, bool HasHeader, string[] Names, int TimeColumn)
{
    public static WideCsvLayout Of(ReadOnlySpan<byte> firstLine)
    {
        byte delimiter = FieldSplitter.FindDelimiter(firstLine);
        var splitter = new FieldSplitter(delimiter);
        if (!splitter.TrySplit(firstLine))
        {
            return new WideCsvLayout(delimiter, false, ["column1"], -1);
        }

        bool hasHeader = false;
        int timeColumn = -1;
        var names = new string[splitter.Count];
        for (int column = 0; column < names.Length; column++)
        {
            var field = splitter.Field(firstLine, column);
            bool isWrittenTime = TimestampField.IsWritten(field);
            hasHeader |= !isWrittenTime && !NumberField.TryParse(field, out _);
            timeColumn = isWrittenTime && timeColumn < 0 ? column : timeColumn;
            names[column] = splitter.Text(firstLine, column);
        }

        if (hasHeader)
        {
            timeColumn = Array.FindIndex(names, ColumnNames.IsTime);
            // An index that was written without a name, as pandas does.
            timeColumn = timeColumn < 0 && names.Length > 1 && names[0].Length == 0 ? 0 : timeColumn;
        }

        for (int column = 0; column < names.Length; column++)
        {
            names[column] = hasHeader && names[column].Length > 0 ? names[column] : $"column{column + 1}";
        }

        return new WideCsvLayout(delimiter, hasHeader, names, timeColumn);
    }
}
