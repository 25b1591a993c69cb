namespace Presage.Models.Artefacts;

/// <summary>An artefact that cannot be used: damaged, of a newer format, or for other data than given.</summary>
public sealed class ArtefactException : Exception
{
    /// <summary>An error that names nothing.</summary>
    public ArtefactException()
        : this("The artefact cannot be used.")
    {
    }

    /// <summary>An error with a finished message.</summary>
    /// <param name="message">What is wrong, with what was found and what was expected.</param>
    public ArtefactException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">What is wrong, with what was found and what was expected.</param>
    /// <param name="innerException">The cause.</param>
    public ArtefactException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error at a place in a file.</summary>
    /// <param name="file">The path as the user gave it.</param>
    /// <param name="offset">The byte, from 0.</param>
    /// <param name="message">What is wrong there.</param>
    public ArtefactException(string file, long offset, string message)
        : base($"{file}: at byte {offset}: {message}")
    {
        File = file;
        Offset = offset;
    }

    /// <summary>The path, or null when no single file is to blame.</summary>
    public string? File { get; }

    /// <summary>The byte from 0 where the damage was noticed; -1 when there is no single place.</summary>
    public long Offset { get; } = -1;
}
