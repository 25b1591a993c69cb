using System.CommandLine;

namespace Presage.Cli.Commands;

/// <summary>One verb of the command, with what its help says beyond the options.</summary>
sealed class Verb : Command
{
    public Verb(string name, string description)
        : base(name, description)
    {
    }

    /// <summary>Command lines a reader can copy, each with what it is for.</summary>
    public IReadOnlyList<Example> Examples { get; init; } = [];

    /// <summary>Lists after the options: models, protocols.</summary>
    public IReadOnlyList<HelpSection> Sections { get; init; } = [];
}
