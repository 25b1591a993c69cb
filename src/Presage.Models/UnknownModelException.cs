namespace Presage.Models;

/// <summary>A model was asked for that the catalogue does not have; the message names the nearest one and all others.</summary>
public sealed class UnknownModelException : Exception
{
    /// <summary>An error that names no model.</summary>
    public UnknownModelException()
        : this("There is no such model.")
    {
    }

    /// <summary>An error with a finished message.</summary>
    /// <param name="message">What was asked for and what there is.</param>
    public UnknownModelException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">What was asked for and what there is.</param>
    /// <param name="innerException">The cause.</param>
    public UnknownModelException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>An error for a name and the names that would have been right.</summary>
    /// <param name="kind">What was asked for, such as <c>model</c> or <c>protocol</c>.</param>
    /// <param name="id">The unknown name.</param>
    /// <param name="known">Every name there is.</param>
    /// <returns>The exception to throw.</returns>
    internal static UnknownModelException For(string kind, string id, IReadOnlyCollection<string> known) =>
        new($"There is no {kind} '{id}'. The nearest is '{NearestName.Find(id, known)}'; there are: {string.Join(", ", known)}.");
}
