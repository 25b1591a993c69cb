namespace Presage.Cli.Commands;

/// <summary>A command line to copy.</summary>
/// <param name="Line">The line, beginning with the verb.</param>
/// <param name="Purpose">What it is for, in a few words.</param>
readonly record struct Example(string Line, string Purpose);
