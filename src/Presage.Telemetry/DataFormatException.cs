namespace Presage.Telemetry;

/// <summary>Data from outside that cannot be understood: the message names the file, the line and both values.</summary>
public sealed class DataFormatException : Exception
{
    /// <summary>An error without a place.</summary>
    public DataFormatException()
        : this("The data cannot be read.")
    {
    }

    /// <summary>An error that has no single line, such as an empty folder.</summary>
    /// <param name="message">What is wrong, with what was found and what was expected.</param>
    public DataFormatException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused, such as a damaged gzip stream.</summary>
    /// <param name="message">What is wrong, with what was found and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public DataFormatException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error at a line of a file: <c>machine_usage.csv:17: 8 columns, expected 9</c>.</summary>
    /// <param name="file">The file's name as the user knows it.</param>
    /// <param name="lineNumber">From 1; 0 when the whole file is meant.</param>
    /// <param name="message">What is wrong, with what was found and what was expected.</param>
    /// <param name="innerException">The cause, if there is one.</param>
    public DataFormatException(string file, long lineNumber, string message, Exception? innerException = null)
        : base(lineNumber > 0 ? $"{file}:{lineNumber}: {message}" : $"{file}: {message}", innerException)
    {
        File = file;
        LineNumber = lineNumber;
    }

    /// <summary>The file's name, or null when no single file is to blame.</summary>
    public string? File { get; }

    /// <summary>The line, from 1; 0 when the whole file is meant.</summary>
    public long LineNumber { get; }
}
