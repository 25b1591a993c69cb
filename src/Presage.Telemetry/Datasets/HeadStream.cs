namespace Presage.Telemetry.Datasets;

/// <summary>A stream whose first bytes can be looked at before it is read; closes the inner one.</summary>
sealed class HeadStream : ForwardStream
{
    const int HeadBytes = 1 << 16;

    readonly byte[] _head = new byte[HeadBytes];
    readonly int _headLength;
    int _read; // of the head

    public HeadStream(Stream inner)
        : base(inner)
    {
        _headLength = inner.ReadAtLeast(_head, HeadBytes, throwOnEndOfStream: false);
    }

    /// <summary>The first bytes: all of a file shorter than 64 KiB.</summary>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    public override int Read(Span<byte> buffer)
    {
        if (_read == _headLength)
        {
            return Inner.Read(buffer);
        }

        int count = Math.Min(buffer.Length, _headLength - _read);
        _head.AsSpan(_read, count).CopyTo(buffer);
        _read += count;
        return count;
    }
}
