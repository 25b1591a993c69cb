namespace Presage.Cli;

/// <summary>The command line asks for something that cannot be done; the message names the option and its value.</summary>
sealed class UsageException(string message) : Exception(message);
