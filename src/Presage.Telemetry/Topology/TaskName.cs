using System.Globalization;

namespace Presage.Telemetry.Topology;

/// <summary>What the name of a batch task says: <c>R5_3_4</c> is task 5, which waits for tasks 3 and 4 of its job.</summary>
/// <remarks>
/// The letters before the first number and a stage such as <c>_Stg2</c> at the end say nothing about dependency. Source:
/// github.com/alibaba/clusterdata, cluster-trace-v2018, trace_2018.md.
/// </remarks>
/// <param name="Number">The task's number in its job.</param>
/// <param name="WaitsFor">The numbers of the tasks that must end before it starts; empty when it waits for none.</param>
public sealed record TaskName(int Number, IReadOnlyList<int> WaitsFor)
{
    const int MostDigits = 9;

    /// <summary>Reads the name of a task.</summary>
    /// <param name="name">As in the column <c>task_name</c>.</param>
    /// <returns>Null when the name says nothing, as in <c>task_Nzg3ODAw</c> and <c>MergeTask</c>.</returns>
    public static TaskName? Of(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        string[] parts = name.Split('_');
        int digits = parts[0].AsSpan().IndexOfAnyInRange('0', '9');
        if (digits <= 0 || !parts[0].Take(digits).All(char.IsAsciiLetter) || NumberOf(parts[0].AsSpan(digits)) is not { } number)
        {
            return null;
        }

        var waitsFor = new List<int>();
        for (int i = 1; i < parts.Length; i++)
        {
            if (NumberOf(parts[i]) is { } other)
            {
                waitsFor.Add(other);
            }
            else if (i < parts.Length - 1 || !parts[i].StartsWith("Stg", StringComparison.Ordinal) || NumberOf(parts[i].AsSpan(3)) is null)
            {
                return null;
            }
        }

        return new TaskName(number, waitsFor);
    }

    static int? NumberOf(ReadOnlySpan<char> digits) =>
        digits.Length is > 0 and <= MostDigits && !digits.ContainsAnyExceptInRange('0', '9')
            ? int.Parse(digits, CultureInfo.InvariantCulture)
            : null;
}
