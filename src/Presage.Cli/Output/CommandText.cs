using System.CommandLine;

namespace Presage.Cli.Output;

/// <summary>The command line that makes a result again.</summary>
static class CommandText
{
    /// <summary>As a shell would read it back.</summary>
    public static string Of(ParseResult parsed) =>
        string.Join(' ', parsed.Tokens.Select(token => Quote(token.Value)).Prepend("presage"));

    static string Quote(string word) =>
        word.Length > 0 && word.All(letter => char.IsLetterOrDigit(letter) || "-_=.,/:+".Contains(letter, StringComparison.Ordinal))
            ? word
            : $"'{word.Replace("'", "'\\''", StringComparison.Ordinal)}'";
}
