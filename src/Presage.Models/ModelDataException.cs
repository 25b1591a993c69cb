namespace Presage.Models;

/// <summary>Data that were read well but from which nothing can be learned or forecast, such as a series shorter than a window.</summary>
public sealed class ModelDataException : Exception
{
    /// <summary>An error that names nothing.</summary>
    public ModelDataException()
        : this("The data are not enough for the model.")
    {
    }

    /// <summary>An error with a finished message.</summary>
    /// <param name="message">What there is and what is needed.</param>
    public ModelDataException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">What there is and what is needed.</param>
    /// <param name="innerException">The cause.</param>
    public ModelDataException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
