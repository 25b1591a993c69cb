using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Says what is wrong with a field, naming its column and what it holds.</summary>
static class FieldError
{
    const int ShownBytes = 40;

    public static string NotANumber(string column, ReadOnlySpan<byte> field) => $"column {column}: {Quote(field)} is not a number";

    public static string NotATime(string column, ReadOnlySpan<byte> field) => $"column {column}: {Quote(field)} is not a time";

    public static string WrongCount(int found, int expected) => $"{found} columns, expected {expected}";

    static string Quote(ReadOnlySpan<byte> field) =>
        field.Length > ShownBytes ? $"\"{Encoding.UTF8.GetString(field[..ShownBytes])}...\"" : $"\"{Encoding.UTF8.GetString(field)}\"";
}
