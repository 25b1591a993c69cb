using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Looks at the first bytes of a file that should be text.</summary>
static class TextFile
{
    const int ShownCharacters = 60;

    static readonly string[] DocumentEndings = [".md", ".html", ".pdf", ".png", ".svg", ".py", ".sh", ".ipynb", ".yml", ".yaml"];

    /// <summary>Whether a name is that of a description or a program, not of data.</summary>
    public static bool IsDocument(string name) =>
        DocumentEndings.Any(ending => name.EndsWith(ending, StringComparison.OrdinalIgnoreCase))
        || name.Contains("LICENSE", StringComparison.OrdinalIgnoreCase)
        || name.Contains("README", StringComparison.OrdinalIgnoreCase);

    /// <summary>Says why a file cannot be data, or null.</summary>
    public static string? WhyUnreadable(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
        {
            return "the file is empty.";
        }

        if (head.StartsWith((ReadOnlySpan<byte>)[0xff, 0xfe]) || head.StartsWith((ReadOnlySpan<byte>)[0xfe, 0xff]))
        {
            return "the text is UTF-16; it must be UTF-8.";
        }

        for (int offset = 0; offset < head.Length; offset++)
        {
            if (head[offset] < 0x20 && head[offset] is not ((byte)'\n' or (byte)'\r' or (byte)'\t' or (byte)'\f'))
            {
                return $"the file is binary: byte 0x{head[offset]:x2} at offset {offset}.";
            }
        }

        return head.ContainsAnyExcept(" \t\r\n\f"u8) ? null : "the file has only blank lines.";
    }

    /// <summary>The first line, cut to a length that fits into an error.</summary>
    public static string FirstLine(ReadOnlySpan<byte> head)
    {
        int length = head.IndexOfAny((byte)'\n', (byte)'\r');
        string line = Encoding.UTF8.GetString(length < 0 ? head : head[..length]);
        return line.Length > ShownCharacters ? string.Concat(line.AsSpan(0, ShownCharacters), "...") : line;
    }

    /// <summary>The first lines that are complete and not blank.</summary>
    /// <param name="head">The first bytes of a file.</param>
    /// <param name="count">How many lines at most.</param>
    public static List<byte[]> FirstLines(ReadOnlySpan<byte> head, int count)
    {
        var lines = new List<byte[]>();
        head = head.StartsWith(Encoding.UTF8.Preamble) ? head[Encoding.UTF8.Preamble.Length..] : head;
        while (lines.Count < count && !head.IsEmpty)
        {
            int length = head.IndexOf((byte)'\n');
            var line = (length < 0 ? head : head[..length]).TrimEnd((byte)'\r');
            if (line.ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                lines.Add(line.ToArray());
            }

            head = length < 0 ? [] : head[(length + 1)..];
        }

        return lines;
    }
}
