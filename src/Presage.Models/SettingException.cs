namespace Presage.Models;

/// <summary>A setting that no model has, or a value it cannot take; the message names key, value and what is allowed.</summary>
public sealed class SettingException : Exception
{
    /// <summary>An error that names no setting.</summary>
    public SettingException()
        : this("A setting is wrong.")
    {
    }

    /// <summary>An error with a finished message.</summary>
    /// <param name="message">Key, value and what is allowed.</param>
    public SettingException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">Key, value and what is allowed.</param>
    /// <param name="innerException">The cause.</param>
    public SettingException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
