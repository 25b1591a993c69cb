using System.Buffers.Text;
using System.Runtime.InteropServices;

namespace Presage.Telemetry.Topology;

/// <summary>Which trace a span belongs to: 128 bits, written as hexadecimal digits or as any other text.</summary>
/// <param name="High">The upper 64 bits.</param>
/// <param name="Low">The lower 64 bits.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TraceId(ulong High, ulong Low)
{
    const int DigitsOfHalf = 16;

    /// <summary>Reads the id of a trace.</summary>
    /// <param name="text">Up to 32 hexadecimal digits, or a text, which is taken by its digest.</param>
    /// <returns>The same id for the same text; others differ but for chance.</returns>
    public static TraceId Of(ReadOnlySpan<byte> text)
    {
        if (text.Length is 0 or > 2 * DigitsOfHalf || !TryHex(text, out ulong high, out ulong low))
        {
            return new TraceId(ByteDigest.Of(text, 0x9e3779b97f4a7c15), ByteDigest.Of(text, 0xc2b2ae3d27d4eb4f));
        }

        return new TraceId(high, low);
    }

    /// <summary>Reads the id of a span.</summary>
    /// <param name="text">Up to 16 hexadecimal digits, or a text, which is taken by its digest.</param>
    /// <returns>0 for "no span": an empty text, zeros, or the words root, null and -1.</returns>
    public static ulong SpanIdOf(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty || text.SequenceEqual("root"u8) || text.SequenceEqual("null"u8) || text.SequenceEqual("-1"u8))
        {
            return 0;
        }

        return text.Length <= DigitsOfHalf && TryHex(text, out _, out ulong id) ? id : ByteDigest.Of(text, 0x165667b19e3779f9) | 1;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{High:x16}{Low:x16}";

    static bool TryHex(ReadOnlySpan<byte> text, out ulong high, out ulong low)
    {
        high = 0;
        int split = Math.Max(0, text.Length - DigitsOfHalf);
        return (Utf8Parser.TryParse(text[split..], out low, out int used, 'x') && used == text.Length - split)
            && (split == 0 || (Utf8Parser.TryParse(text[..split], out high, out used, 'x') && used == split));
    }
}
