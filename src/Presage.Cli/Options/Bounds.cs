using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Presage.Cli.Options;

/// <summary>Refuses numbers outside their range while the command line is read, naming the option, the value and the range.</summary>
static class Bounds
{
    /// <summary>The option's number must be <paramref name="least"/> or more.</summary>
    public static void AtLeast(Option option, int least) => option.Validators.Add(result =>
        Check(result, option, number => number >= least, $"{least} or more"));

    /// <summary>The option's number must lie in [<paramref name="least"/>, <paramref name="most"/>].</summary>
    public static void Between(Option option, int least, int most) => option.Validators.Add(result =>
        Check(result, option, number => number >= least && number <= most, $"between {least} and {most}"));

    static void Check(OptionResult result, Option option, Func<int, bool> holds, string range)
    {
        // Text that is no number at all is reported by the parser itself.
        foreach (var token in result.Tokens)
        {
            if (int.TryParse(token.Value, CultureInfo.InvariantCulture, out var number) && !holds(number))
            {
                result.AddError($"{option.Name} {token.Value}: must be {range}.");
            }
        }
    }
}
