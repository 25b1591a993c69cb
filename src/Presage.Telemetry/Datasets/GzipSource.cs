using System.IO.Compression;

namespace Presage.Telemetry.Datasets;

/// <summary>Decompresses gzip and notices when it is cut off, which GZipStream does not.</summary>
/// <remarks>
/// A small gzip member of our own is put behind the data. It comes out as the last bytes only when the decompressor
/// really reached the end of what was before it; cut data swallow it instead.
/// </remarks>
sealed class GzipSource : ForwardStream
{
    static readonly byte[] Seal = "presage: the end of the gzip data"u8.ToArray();
    static readonly byte[] SealMember = Compress(Seal);

    readonly string _file;
    readonly byte[] _buffer = new byte[1 << 16];
    int _start;
    int _end;
    bool _isEnded;

    /// <param name="compressed">Read to its end; closed with this stream.</param>
    /// <param name="file">The name for errors.</param>
    public GzipSource(Stream compressed, string file)
        : base(new GZipStream(new SealedStream(compressed), CompressionMode.Decompress)) => _file = file;

    /// <summary>Whether the bytes begin like gzip.</summary>
    public static bool Recognises(ReadOnlySpan<byte> head) => head.StartsWith((ReadOnlySpan<byte>)[0x1f, 0x8b]);

    /// <exception cref="DataFormatException">The data are damaged or cut off.</exception>
    public override int Read(Span<byte> buffer)
    {
        while (!_isEnded && _end - _start <= Seal.Length)
        {
            Refill();
        }

        // What could be the seal stays back until it is known whether the data end there.
        int ready = _isEnded ? _end - _start : _end - _start - Seal.Length;
        int count = Math.Min(ready, buffer.Length);
        _buffer.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        return count;
    }

    static byte[] Compress(byte[] plain)
    {
        var target = new MemoryStream();
        using (var gzip = new GZipStream(target, CompressionLevel.Fastest))
        {
            gzip.Write(plain);
        }

        return target.ToArray();
    }

    void Refill()
    {
        _buffer.AsSpan(_start, _end - _start).CopyTo(_buffer);
        (_start, _end) = (0, _end - _start);
        int read;
        try
        {
            read = Inner.Read(_buffer, _end, _buffer.Length - _end);
        }
        catch (InvalidDataException damage)
        {
            throw new DataFormatException(_file, 0, "the gzip data are damaged or cut off.", damage);
        }

        _end += read;
        if (read > 0)
        {
            return;
        }

        _isEnded = true;
        if (!_buffer.AsSpan(0, _end).EndsWith(Seal))
        {
            throw new DataFormatException(_file, 0, "the gzip data are cut off, or other bytes follow them.");
        }

        _end -= Seal.Length;
    }

    /// <summary>The compressed bytes, then the member of our own.</summary>
    sealed class SealedStream(Stream compressed) : ForwardStream(compressed)
    {
        int _sealed = -1; // how much of the member was handed out; -1 before the data's end

        public override int Read(Span<byte> buffer)
        {
            if (_sealed < 0)
            {
                int read = Inner.Read(buffer);
                if (read > 0)
                {
                    return read;
                }

                _sealed = 0;
            }

            int count = Math.Min(buffer.Length, SealMember.Length - _sealed);
            SealMember.AsSpan(_sealed, count).CopyTo(buffer);
            _sealed += count;
            return count;
        }
    }
}
