using System.Buffers.Text;
using System.Diagnostics;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads the times of one file: written ones, or numbers whose unit the first one shows.</summary>
sealed class TimestampField
{
    readonly TimeZoneInfo _zone;
    TimestampUnit _unit;
    bool _isText;
    bool _isKnown;

    public TimestampField(ReadOptions options)
    {
        _zone = options.TimeZone;
        _unit = options.TimestampUnit;
    }

    /// <summary>Whether times are Unix times; known after the first one.</summary>
    public bool HasCalendar => _isText || _unit is not (TimestampUnit.TraceSeconds or TimestampUnit.TraceMilliseconds);

    /// <summary>Reads a time.</summary>
    /// <param name="field">Without surrounding spaces.</param>
    /// <param name="timeMs">Unix milliseconds, or milliseconds since the start of the trace.</param>
    /// <returns>False when it is no time, or not of the kind of the first one.</returns>
    public bool TryParse(ReadOnlySpan<byte> field, out long timeMs)
    {
        if (!_isKnown)
        {
            _isText = TimestampText.TryParse(field, _zone, out timeMs);
            if (!_isText && _unit == TimestampUnit.Detect)
            {
                if (!NumberField.TryParse(field, out double number) || double.IsNaN(number))
                {
                    return false;
                }

                _unit = UnitOf(Math.Abs(number));
            }

            _isKnown = true;
        }

        return _isText ? TimestampText.TryParse(field, _zone, out timeMs) : TryNumber(field, out timeMs);
    }

    /// <summary>Whether a field is a written time, as no plain number is.</summary>
    public static bool IsWritten(ReadOnlySpan<byte> field) => TimestampText.TryParse(field, TimeZoneInfo.Utc, out _);

    static TimestampUnit UnitOf(double number) => number switch
    {
        < 1e8 => TimestampUnit.TraceSeconds,
        < 1e11 => TimestampUnit.UnixSeconds,
        < 1e14 => TimestampUnit.UnixMilliseconds,
        < 1e17 => TimestampUnit.UnixMicroseconds,
        _ => TimestampUnit.UnixNanoseconds,
    };

    bool TryNumber(ReadOnlySpan<byte> field, out long timeMs)
    {
        timeMs = 0;
        if (Utf8Parser.TryParse(field, out long whole, out int used) && used == field.Length)
        {
            // Nanoseconds since 1970 need more digits than a double has.
            (long multiply, long divide) = Ratio();
            timeMs = divide > 1 ? whole / divide : whole * multiply;
            return divide > 1 || Math.Abs(whole) < long.MaxValue / 1000;
        }

        if (!NumberField.TryParse(field, out double number) || !(Math.Abs(number) < 1e19))
        {
            return false;
        }

        (long factor, long divisor) = Ratio();
        double inMs = Math.Round(number * factor / divisor);
        timeMs = (long)inMs;
        return Math.Abs(inMs) < 1e17;
    }

    (long Multiply, long Divide) Ratio() => _unit switch
    {
        TimestampUnit.TraceSeconds or TimestampUnit.UnixSeconds => (1000, 1),
        TimestampUnit.TraceMilliseconds or TimestampUnit.UnixMilliseconds => (1, 1),
        TimestampUnit.UnixMicroseconds => (1, 1_000),
        TimestampUnit.UnixNanoseconds => (1, 1_000_000),
        _ => throw new UnreachableException($"BUG: unit {_unit}"),
    };
}
