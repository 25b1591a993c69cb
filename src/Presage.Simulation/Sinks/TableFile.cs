using System.Globalization;
using System.IO.Compression;
using System.Text;

namespace Presage.Simulation.Sinks;

/// <summary>A table that is written row by row and is there whole or not at all: readers pass over its name until it is complete.</summary>
sealed class TableFile : IDisposable
{
    const string PartEnding = ".part";
    const int BufferBytes = 1 << 16;

    readonly string _path;
    readonly TextWriter _text;
    bool _isOpen = true;

    /// <param name="path">Where it goes; an ending <c>.gz</c> compresses it, and a file that is there is replaced.</param>
    /// <param name="header">The first line.</param>
    public TableFile(string path, string header)
    {
        _path = path;
        Stream file = new FileStream(path + PartEnding, FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
        if (path.EndsWith(".gz", StringComparison.Ordinal))
        {
            file = new GZipStream(file, CompressionLevel.Fastest);
        }

        _text = new StreamWriter(file, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), BufferBytes) { NewLine = "\n" };
        _text.WriteLine(header);
    }

    public void Write(string text) => _text.Write(text);

    public void Write(char letter) => _text.Write(letter);

    public void Write(long number) => WriteFormatted(number, default);

    /// <summary>A number that reads back as itself; nothing where nothing was observed.</summary>
    public void Write(float number)
    {
        if (float.IsFinite(number))
        {
            WriteFormatted(number, "R");
        }
    }

    public void WriteHex(ulong number) => WriteFormatted(number, "x16");

    /// <summary>A text in quotes where it has to be (RFC 4180).</summary>
    public void WriteQuoted(string text) =>
        _text.Write(text.AsSpan().ContainsAny(",\"\n\r") ? $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"" : text);

    public void EndRow() => _text.Write('\n');

    /// <summary>Gives the file its name.</summary>
    public void Complete()
    {
        Close();
        File.Move(_path + PartEnding, _path, overwrite: true);
    }

    /// <summary>Takes back what was not completed.</summary>
    public void Dispose()
    {
        if (_isOpen)
        {
            try
            {
                Close();
            }
            finally
            {
                File.Delete(_path + PartEnding);
            }
        }
    }

    void Close()
    {
        _isOpen = false;
        _text.Dispose();
    }

    void WriteFormatted<T>(T number, ReadOnlySpan<char> format)
        where T : ISpanFormattable
    {
        Span<char> digits = stackalloc char[32];
        number.TryFormat(digits, out int length, format, CultureInfo.InvariantCulture);
        _text.Write(digits[..length]);
    }
}
