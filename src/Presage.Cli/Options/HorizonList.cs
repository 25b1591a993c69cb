using System.CommandLine.Parsing;
using System.Globalization;

namespace Presage.Cli.Options;

/// <summary>Reads <c>1,12,24</c>: forecast steps, counted from 1, as a rising list without repeats.</summary>
static class HorizonList
{
    /// <summary>Parses the option's text, reporting every part that is no step number.</summary>
    public static IReadOnlyList<int>? Parse(ArgumentResult result)
    {
        var steps = new SortedSet<int>();
        foreach (var part in result.Tokens.SelectMany(token => token.Value.Split(',')))
        {
            if (int.TryParse(part.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out var step) && step >= 1)
            {
                steps.Add(step);
            }
            else
            {
                result.AddError($"--horizons: '{part}' is not a number of steps; give whole numbers from 1, such as 1,12,24.");
                return null;
            }
        }

        return [.. steps];
    }
}
