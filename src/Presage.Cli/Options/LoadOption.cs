using System.CommandLine;
using System.Globalization;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Cli.Options;

/// <summary><c>--load</c>: how much more or less users ask for, of everything or of one entry, from the start or from a time on.</summary>
sealed class LoadOption
{
    const string Name = "--load";

    /// <summary>The largest factor that is taken.</summary>
    public const double MostFactor = 100;

    /// <summary>The option; it may come several times.</summary>
    public Option<string[]> Option { get; } = new(Name)
    {
        Description = "Change the load: 0.5 or +25% for all, api=+50% for a service's entries, api/order=2 for one; @6h from then on",
        HelpName = "CHANGE",
        AllowMultipleArgumentsPerToken = false,
    };

    /// <summary>The changes that were asked for.</summary>
    /// <param name="parsed">The command line.</param>
    /// <param name="topology">Whose entries they name.</param>
    /// <exception cref="UsageException">A change cannot be read or names no entry.</exception>
    public IReadOnlyList<LoadChange> In(ParseResult parsed, ShopTopology topology) =>
        [.. (parsed.GetValue(Option) ?? []).SelectMany(text => Parse(text, topology))];

    /// <summary>What one change means: one or more entries, each with its factor.</summary>
    /// <param name="text">Such as <c>api=+50%@6h</c>.</param>
    /// <param name="topology">Whose entries it names.</param>
    /// <exception cref="UsageException">It cannot be read or names no entry.</exception>
    public static IReadOnlyList<LoadChange> Parse(string text, ShopTopology topology)
    {
        var parts = text.Split('@');
        var sides = parts[0].Split('=');
        if (parts.Length > 2 || sides.Length > 2)
        {
            throw Unreadable(text);
        }

        var at = parts.Length == 2 ? TimeSpan.FromMilliseconds(TimeBound.ParseLengthMs(parts[1], Name)) : TimeSpan.Zero;
        var factor = Factor(sides[^1]) ?? throw Unreadable(text);
        return sides.Length == 1
            ? [new LoadChange { Factor = factor, At = at }]
            : [.. Entries(sides[0], text, topology).Select(entry => new LoadChange { Entry = entry, Factor = factor, At = at })];
    }

    /// <summary>What a factor, a percentage or a change multiplies with; null where it is none.</summary>
    /// <param name="text">A signed percentage changes, an unsigned one or a plain number is what remains.</param>
    public static double? Factor(string text)
    {
        var isShare = text.EndsWith('%');
        var isChange = isShare && text[0] is '+' or '-';
        if (!double.TryParse(isShare ? text[..^1] : text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number))
        {
            return null;
        }

        var factor = (isShare ? number / 100 : number) + (isChange ? 1 : 0);
        return factor is >= 0 and <= MostFactor ? factor : null;
    }

    static string[] Entries(string name, string text, ShopTopology topology)
    {
        var keys = topology.Entries.Select(entry => $"{entry.Service}/{entry.Operation}").ToArray();
        string[] meant = [.. keys.Where(key => key == name || key.StartsWith($"{name}/", StringComparison.Ordinal))];
        return meant.Length > 0
            ? meant
            : throw new UsageException($"{Name} '{text}': users do not call '{name}'; they call {string.Join(", ", keys)}.");
    }

    static UsageException Unreadable(string text) =>
        new($"{Name} '{text}': write a factor from 0 to {MostFactor} (0.5), a change (+50%), or one for an entry (api=+50%), and a time after @ (@6h).");
}
