using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Simulation.Topologies;
using Presage.Telemetry;

namespace Presage.Cli;

/// <summary>What a run that did not succeed says and returns.</summary>
/// <param name="ExitCode">One of <see cref="Cli.ExitCode"/>.</param>
/// <param name="Message">What went wrong, with file, line and values where there are any; never a stack trace.</param>
readonly record struct Failure(int ExitCode, string Message)
{
    /// <summary>The one place that maps exceptions to messages and exit codes.</summary>
    public static Failure Of(Exception exception) => exception switch
    {
        OperationCanceledException => new(Cli.ExitCode.Cancelled, "cancelled."),
        UsageException or UnknownModelException or SettingException => new(Cli.ExitCode.Usage, exception.Message),
        DataFormatException or ModelDataException or ArtefactException or TopologyException or InvalidDataException => new(Cli.ExitCode.BadData, exception.Message),
        FileNotFoundException or DirectoryNotFoundException => new(Cli.ExitCode.BadData, exception.Message),
        IOException or UnauthorizedAccessException or HttpRequestException => new(Cli.ExitCode.RuntimeFailure, exception.Message),
        OutOfMemoryException => new(
            Cli.ExitCode.RuntimeFailure, "out of memory; choose fewer series with --entities, or less time with --from and --to."),
        AggregateException { InnerExceptions: [var first, ..] } => Of(first),
        _ => new(
            Cli.ExitCode.RuntimeFailure,
            $"unexpected {exception.GetType().Name}: {exception.Message} This is a defect; --verbose shows where."),
    };
}
