using System.CommandLine;

namespace Presage.Cli.Options;

/// <summary>The options every verb that computes takes: how much it says, and how it runs.</summary>
sealed class RunOptions
{
    const int MostThreads = 256;

    /// <summary>Keeps notes and progress away.</summary>
    public Option<bool> Quiet { get; } = new("--quiet", "-q") { Description = "No notes and no progress; results, warnings and errors only" };

    /// <summary>Shows where an error came from.</summary>
    public Option<bool> Verbose { get; } = new("--verbose") { Description = "Show where an error came from" };

    /// <summary>Machine-readable result.</summary>
    public Option<bool> Json { get; } = new("--json") { Description = "Print the result as one JSON object" };

    /// <summary>Seed of everything random.</summary>
    public Option<int> Seed { get; } = new("--seed")
    {
        Description = "Seed of everything random; the same seed gives the same result",
        HelpName = "N",
        DefaultValueFactory = _ => 1,
    };

    /// <summary>Worker threads.</summary>
    public Option<int> Threads { get; } = new("--threads")
    {
        Description = "Worker threads",
        HelpName = "N",
        DefaultValueFactory = _ => Environment.ProcessorCount,
    };

    public RunOptions()
    {
        Bounds.AtLeast(Seed, 0);
        Bounds.Between(Threads, 1, MostThreads);
    }

    /// <summary>Adds them to <paramref name="command"/>.</summary>
    /// <param name="command">The verb.</param>
    /// <param name="withSeed">False for a verb without chance.</param>
    public void AddTo(Command command, bool withSeed = true)
    {
        if (withSeed)
        {
            command.Options.Add(Seed);
        }

        command.Options.Add(Threads);
        AddOutputTo(command);
    }

    /// <summary>Adds those that say how much is written, for a verb that is done in a moment.</summary>
    public void AddOutputTo(Command command)
    {
        command.Options.Add(Json);
        command.Options.Add(Quiet);
        command.Options.Add(Verbose);
    }
}
