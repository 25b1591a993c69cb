using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Finds the fields of a delimited line; spaces and quotes around a field do not belong to it.</summary>
sealed class FieldSplitter
{
    readonly byte _delimiter;
    (int Start, int Length)[] _fields = new (int, int)[16];

    public FieldSplitter(byte delimiter) => _delimiter = delimiter;

    /// <summary>How many fields the last line had.</summary>
    public int Count { get; private set; }

    /// <summary>Chooses the delimiter that occurs most often outside quotes: comma, semicolon or tab.</summary>
    public static byte FindDelimiter(ReadOnlySpan<byte> line)
    {
        byte best = (byte)',';
        int most = 0;
        foreach (byte candidate in ",;\t"u8)
        {
            int count = 0;
            bool isQuoted = false;
            foreach (byte one in line)
            {
                isQuoted ^= one == (byte)'"';
                count += one == candidate && !isQuoted ? 1 : 0;
            }

            if (count > most)
            {
                (best, most) = (candidate, count);
            }
        }

        return best;
    }

    /// <summary>Finds the fields of a line.</summary>
    /// <returns>False when a quote is not closed, or something follows a closed one.</returns>
    public bool TrySplit(ReadOnlySpan<byte> line)
    {
        Count = 0;
        int at = 0;
        while (true)
        {
            while (at < line.Length && IsSpace(line[at]))
            {
                at++;
            }

            int start = at;
            int end;
            if (at < line.Length && line[at] == (byte)'"')
            {
                start++;
                end = ClosingQuote(line, start);
                if (end < 0)
                {
                    return false;
                }

                at = end + 1;
                while (at < line.Length && IsSpace(line[at]))
                {
                    at++;
                }

                if (at < line.Length && line[at] != _delimiter)
                {
                    return false;
                }
            }
            else
            {
                int length = line[at..].IndexOf(_delimiter);
                at = length < 0 ? line.Length : at + length;
                end = at;
                while (end > start && IsSpace(line[end - 1]))
                {
                    end--;
                }
            }

            Add(start, end - start);
            if (at >= line.Length)
            {
                return true;
            }

            at++;
        }
    }

    /// <summary>The bytes of a field of the line that was last split.</summary>
    public ReadOnlySpan<byte> Field(ReadOnlySpan<byte> line, int index) => line.Slice(_fields[index].Start, _fields[index].Length);

    /// <summary>The text of a field of the line that was last split.</summary>
    public string Text(ReadOnlySpan<byte> line, int index)
    {
        string text = Encoding.UTF8.GetString(Field(line, index));
        return text.Contains("\"\"", StringComparison.Ordinal) ? text.Replace("\"\"", "\"", StringComparison.Ordinal) : text;
    }

    static int ClosingQuote(ReadOnlySpan<byte> line, int start)
    {
        for (int at = start; at < line.Length; at++)
        {
            if (line[at] != (byte)'"')
            {
                continue;
            }

            if (at + 1 < line.Length && line[at + 1] == (byte)'"')
            {
                at++; // a doubled quote stands for one inside the field
                continue;
            }

            return at;
        }

        return -1;
    }

    bool IsSpace(byte one) => one == (byte)' ' || (one == (byte)'\t' && _delimiter != (byte)'\t');

    void Add(int start, int length)
    {
        if (Count == _fields.Length)
        {
            Array.Resize(ref _fields, Count * 2);
        }

        _fields[Count++] = (start, length);
    }
}
