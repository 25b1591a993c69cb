namespace Presage.Telemetry.Datasets;

/// <summary>Reads a time as Go prints it: <c>2022-08-23 11:59:28.41070255 +0000 UTC m=+0.393138826</c>.</summary>
static class GoTime
{
    /// <summary>Reads a time; the zone's name and the monotonic clock after the offset say nothing more.</summary>
    /// <returns>Whether it is such a time, or any other written one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> field, TimeZoneInfo zone, out long unixMs)
    {
        int monotonic = field.IndexOf(" m="u8);
        var text = monotonic < 0 ? field : field[..monotonic];
        int offset = text.LastIndexOf((byte)' ');
        bool hasName = offset > 0 && text[(offset + 1)..].ContainsAnyInRange((byte)'A', (byte)'Z') && text[..offset].LastIndexOfAny((byte)'+', (byte)'-') > 10;
        return TimestampText.TryParse(hasName ? text[..offset] : text, zone, out unixMs);
    }
}
