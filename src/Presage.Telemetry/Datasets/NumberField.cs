using System.Globalization;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads a number from the bytes of a field.</summary>
static class NumberField
{
    const int MaximumExactDigits = 15;

    static readonly double[] PowersOfTen =
        [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

    /// <summary>Reads a number, or a word that stands for a missing one.</summary>
    /// <param name="field">Without surrounding spaces.</param>
    /// <param name="value">The nearest double; NaN for an empty field, a word such as NA or null, and infinities.</param>
    /// <returns>Whether the field is a number or stands for a missing one.</returns>
    public static bool TryParse(ReadOnlySpan<byte> field, out double value)
    {
        if (TryParsePlain(field, out value))
        {
            return true;
        }

        if (IsMissing(field))
        {
            value = double.NaN;
            return true;
        }

        if (!double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out value))
        {
            return false;
        }

        value = double.IsFinite(value) ? value : double.NaN;
        return true;
    }

    /// <summary>Whether a field is empty or a usual word for a missing value.</summary>
    public static bool IsMissing(ReadOnlySpan<byte> field) => field.Length switch
    {
        0 => true,
        1 => field[0] == (byte)'-',
        2 => Is(field, "na"u8),
        3 => Is(field, "nan"u8) || Is(field, "n/a"u8) || Is(field, "inf"u8),
        4 => Is(field, "null"u8) || Is(field, "none"u8) || Is(field, "+inf"u8) || Is(field, "-inf"u8) || Is(field, "-nan"u8),
        _ => Is(field, "infinity"u8) || Is(field, "+infinity"u8) || Is(field, "-infinity"u8),
    };

    // Most fields are a few digits with at most one point. Up to 15 digits and a power of ten up to 10^15 are exact
    // doubles, so one division rounds once and gives the nearest double.
    static bool TryParsePlain(ReadOnlySpan<byte> field, out double value)
    {
        value = double.NaN;
        int at = field.Length > 0 && field[0] == (byte)'-' ? 1 : 0;
        bool isNegative = at == 1;
        long digits = 0;
        int count = 0;
        int decimals = -1;
        for (; at < field.Length; at++)
        {
            int digit = field[at] - '0';
            if ((uint)digit <= 9)
            {
                digits = (digits * 10) + digit;
                count++;
                decimals += decimals >= 0 ? 1 : 0;
            }
            else if (field[at] == (byte)'.' && decimals < 0)
            {
                decimals = 0;
            }
            else
            {
                return false;
            }
        }

        if (count is 0 or > MaximumExactDigits)
        {
            return false;
        }

        double magnitude = decimals > 0 ? digits / PowersOfTen[decimals] : digits;
        value = isNegative ? -magnitude : magnitude;
        return true;
    }

    static bool Is(ReadOnlySpan<byte> field, ReadOnlySpan<byte> lowerCase)
    {
        if (field.Length != lowerCase.Length)
        {
            return false;
        }

        for (int i = 0; i < field.Length; i++)
        {
            byte lower = field[i] is >= (byte)'A' and <= (byte)'Z' ? (byte)(field[i] | 0x20) : field[i];
            if (lower != lowerCase[i])
            {
                return false;
            }
        }

        return true;
    }
}
