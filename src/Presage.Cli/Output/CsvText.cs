using System.Globalization;

namespace Presage.Cli.Output;

/// <summary>Writes the fields of a CSV line (RFC 4180).</summary>
static class CsvText
{
    static readonly char[] Special = [',', '"', '\n', '\r'];

    /// <summary>A text, quoted where it has to be.</summary>
    public static string Field(string text) =>
        text.IndexOfAny(Special) < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>A number that reads back as itself; empty where it was not measured.</summary>
    public static string Number(double? value) =>
        value is { } number && double.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : "";

    /// <summary>The same for a single-precision number, without digits that it does not hold.</summary>
    public static string Number(float value) => float.IsFinite(value) ? value.ToString("R", CultureInfo.InvariantCulture) : "";
}
