using System.Globalization;

namespace Presage.Cli.Output;

/// <summary>Writes numbers for people, the same everywhere.</summary>
static class NumberText
{
    const int MostNames = 8;

    /// <summary>An error: four decimals, fewer where it is large.</summary>
    public static string Error(double value) => value.ToString(Math.Abs(value) < 100 ? "0.0000" : "0.0", CultureInfo.InvariantCulture);

    /// <summary>A difference of errors, with its sign.</summary>
    public static string Signed(double value) => value.ToString("+0.0000;-0.0000;0.0000", CultureInfo.InvariantCulture);

    /// <summary>A p-value, never rounded to 0.</summary>
    public static string Probability(double value) =>
        value < 0.001 ? "p < 0.001" : string.Create(CultureInfo.InvariantCulture, $"p {value:0.000}");

    /// <summary>A value in the user's own units: four significant digits.</summary>
    public static string Value(double value) => double.IsFinite(value) ? value.ToString("G4", CultureInfo.InvariantCulture) : "-";

    /// <summary>A number of things, in words that fit it: <c>1 node</c>, <c>1,200 nodes</c>.</summary>
    public static string Count(long number, string one, string several) =>
        $"{number.ToString("N0", CultureInfo.InvariantCulture)} {(number == 1 ? one : several)}";

    /// <summary>The first names of a list, and how many more there are.</summary>
    public static string Names(IReadOnlyList<string> names) =>
        string.Join(", ", names.Take(MostNames)) + (names.Count > MostNames ? $" and {names.Count - MostNames} more" : "");
}
