using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads a stream line by line without making strings; the only copy is that of an unfinished line.</summary>
sealed class LineReader
{
    const int InitialBytes = 1 << 18;

    /// <summary>Above this a line is not text any more.</summary>
    const int MaximumLineBytes = 1 << 24;

    readonly Stream _stream;
    readonly CancellationToken _cancellation;
    byte[] _buffer = new byte[InitialBytes];
    int _start; // of what has not been handed out
    int _end;
    bool _isEnded;

    /// <param name="stream">Read to its end, not closed.</param>
    /// <param name="file">The name for errors.</param>
    /// <param name="cancellation">Looked at whenever more bytes are read.</param>
    public LineReader(Stream stream, string file, CancellationToken cancellation)
    {
        _stream = stream;
        _cancellation = cancellation;
        File = file;
    }

    /// <summary>The name for errors.</summary>
    public string File { get; }

    /// <summary>The number of the line that was last handed out, from 1.</summary>
    public long LineNumber { get; private set; }

    /// <summary>Hands out the next line that is not blank.</summary>
    /// <param name="line">Without its line end; valid until the next call.</param>
    /// <returns>False at the end.</returns>
    /// <exception cref="DataFormatException">The line is too long to be text.</exception>
    public bool TryRead(out ReadOnlySpan<byte> line)
    {
        while (TryReadAny(out line))
        {
            LineNumber++;
            if (LineNumber == 1 && line.StartsWith(Encoding.UTF8.Preamble))
            {
                line = line[Encoding.UTF8.Preamble.Length..];
            }

            if (line.Length > 0 && line[^1] == (byte)'\r')
            {
                line = line[..^1];
            }

            if (line.ContainsAnyExcept((byte)' ', (byte)'\t'))
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>An error at the line that was last handed out.</summary>
    public DataFormatException Error(string message) => new(File, LineNumber, message);

    bool TryReadAny(out ReadOnlySpan<byte> line)
    {
        int searched = 0;
        while (true)
        {
            var unread = _buffer.AsSpan(_start, _end - _start);
            int length = unread[searched..].IndexOf((byte)'\n');
            if (length >= 0)
            {
                line = unread[..(searched + length)];
                _start += searched + length + 1;
                return true;
            }

            searched = unread.Length;
            if (_isEnded)
            {
                line = unread;
                _start = _end;
                return !line.IsEmpty;
            }

            Refill();
        }
    }

    void Refill()
    {
        _cancellation.ThrowIfCancellationRequested();
        if (_start > 0)
        {
            _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
            (_start, _end) = (0, _end - _start);
        }

        if (_end == _buffer.Length)
        {
            if (_buffer.Length >= MaximumLineBytes)
            {
                throw new DataFormatException(File, LineNumber + 1, $"no line end within {MaximumLineBytes} bytes; is this a text file?");
            }

            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _isEnded = read == 0;
        _end += read;
    }
}
