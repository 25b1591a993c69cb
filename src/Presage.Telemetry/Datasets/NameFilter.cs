using System.IO.Enumeration;

namespace Presage.Telemetry.Datasets;

/// <summary>Decides by name what is kept; remembers what it refused, so that an empty answer can be explained.</summary>
sealed class NameFilter
{
    const int Remembered = 5;

    readonly IReadOnlyList<string> _patterns;
    readonly List<string> _refused = [];

    /// <param name="patterns">With * and ? as wildcards; none keeps everything.</param>
    public NameFilter(IReadOnlyList<string> patterns) => _patterns = patterns;

    /// <summary>Whether something is asked for by name.</summary>
    public bool IsAsked => _patterns.Count > 0;

    public bool Wants(string name)
    {
        if (!IsAsked)
        {
            return true;
        }

        foreach (string pattern in _patterns)
        {
            if (string.Equals(pattern, name, StringComparison.Ordinal) || FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false))
            {
                return true;
            }
        }

        if (_refused.Count <= Remembered && !_refused.Contains(name))
        {
            _refused.Add(name);
        }

        return false;
    }

    /// <summary>For an error: what was asked for, and what there was instead.</summary>
    public string Explain() =>
        $"{string.Join(", ", _patterns)} asked for; there is {string.Join(", ", _refused.Take(Remembered))}{(_refused.Count > Remembered ? ", ..." : "")}";
}
