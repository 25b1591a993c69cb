namespace Presage.Models;

/// <summary>Finds the name a user probably meant.</summary>
public static class NearestName
{
    /// <summary>The known name with the fewest inserted, deleted or replaced letters; the first of equals.</summary>
    /// <param name="name">What was written.</param>
    /// <param name="known">Every name there is.</param>
    /// <returns>One of the known names; empty where there is none.</returns>
    public static string Find(string name, IReadOnlyCollection<string> known) =>
        known.MinBy(candidate => Distance(name, candidate)) ?? "";

    // Levenshtein's edit distance with one row of its table.
    static int Distance(string left, string right)
    {
        var row = new int[right.Length + 1];
        for (int j = 0; j < row.Length; j++)
        {
            row[j] = j;
        }

        for (int i = 1; i <= left.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= right.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(left[i - 1]) == char.ToLowerInvariant(right[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
