using System.CommandLine;
using Presage.Models.WhatIf;

namespace Presage.Cli.Options;

/// <summary><c>--load</c> of a forecast: what if more or fewer requests came.</summary>
sealed class WhatIfOptions
{
    const string Name = "--load";

    readonly Option<string[]> _load = new(Name)
    {
        Description = "What if: 0.5 or +25% of all requests, api=+50% of those of a service and of what it calls; may come several times",
        HelpName = "CHANGE",
        AllowMultipleArgumentsPerToken = false,
    };

    readonly Option<string?> _metric = new("--load-metric")
    {
        Description = "The metric that counts requests; found by its name when not given",
        HelpName = "NAME",
    };

    /// <summary>Adds both to <paramref name="command"/>.</summary>
    public void AddTo(Command command)
    {
        command.Options.Add(_load);
        command.Options.Add(_metric);
    }

    /// <summary>The changes as the user wrote them; empty where none is asked for.</summary>
    public string[] TextIn(ParseResult parsed) => parsed.GetValue(_load) ?? [];

    /// <summary>The changes that are asked for; empty where none is.</summary>
    /// <exception cref="UsageException">One cannot be read.</exception>
    public IReadOnlyList<LoadFactor> In(ParseResult parsed)
    {
        var changes = TextIn(parsed).Select(Parse).ToArray();
        return parsed.GetValue(_metric) is { } metric && changes.Length == 0
            ? throw new UsageException($"{_metric.Name} {metric}: it says what {Name} changes, and there is no {Name}.")
            : changes;
    }

    /// <summary>The metric that is to count as load; null to find it.</summary>
    public string? MetricIn(ParseResult parsed) => parsed.GetValue(_metric);

    /// <summary>What one change means.</summary>
    /// <param name="text">Such as <c>api=+50%</c>.</param>
    /// <exception cref="UsageException">It cannot be read.</exception>
    public static LoadFactor Parse(string text)
    {
        if (text.Contains('@', StringComparison.Ordinal))
        {
            throw new UsageException($"{Name} '{text}': a forecast asks what comes if the load changes now; leave out '{text[text.IndexOf('@', StringComparison.Ordinal)..]}'.");
        }

        int sign = text.LastIndexOf('=');
        var factor = LoadOption.Factor(text[(sign + 1)..]);
        return factor is { } known && sign != 0
            ? new LoadFactor(sign < 0 ? null : text[..sign], known)
            : throw new UsageException($"{Name} '{text}': write a factor from 0 to {LoadOption.MostFactor} (0.5), a change (+50%), or one for a service (api=+50%).");
    }
}
