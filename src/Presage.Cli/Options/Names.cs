using Presage.Cli.Commands;
using Presage.Models;
using Presage.Models.Evaluation;

namespace Presage.Cli.Options;

/// <summary>Names that complete and that lists are made of.</summary>
static class Names
{
    /// <summary>Every model's name.</summary>
    public static string[] Models => [.. ModelCatalog.Forecasters.Select(entry => entry.Card.Id)];

    /// <summary>Every protocol's name.</summary>
    public static string[] Protocols => [.. ProtocolCatalog.Protocols.Select(protocol => protocol.Id)];

    /// <summary>Every model with its one sentence.</summary>
    public static HelpSection ModelHelp => new(
        "Models", [.. ModelCatalog.Forecasters.Select(entry => (entry.Card.Id, entry.Card.Summary))]);

    /// <summary>Every model with its settings.</summary>
    public static HelpSection SettingHelp => new(
        "Models and their settings (--set)",
        [.. ModelCatalog.Forecasters.SelectMany(entry => entry.Card.Settings
            .Select(setting => ($"  {setting.Name}={setting.Default}", Explain(setting)))
            .Prepend((entry.Card.Id, entry.Card.Summary)))]);

    /// <summary>Every protocol with its one sentence.</summary>
    public static HelpSection ProtocolHelp => new(
        "Protocols", [.. ProtocolCatalog.Protocols.Select(protocol => (protocol.Id, protocol.Summary))]);

    /// <summary>The names of a list separated by commas, each once.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static string[] Split(string list)
    {
        string[] names = [.. Parts(list).Distinct(StringComparer.Ordinal)];
        return names.Length > 0 ? names : throw new UsageException($"'{list}' names no model; there are {string.Join(", ", Models)}.");
    }

    /// <summary>The parts of a list separated by commas.</summary>
    public static string[] Parts(string list) => list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    static string Explain(SettingCard setting) =>
        setting.Choices is null ? setting.Description : $"{setting.Description} ({string.Join(", ", setting.Choices)})";
}
