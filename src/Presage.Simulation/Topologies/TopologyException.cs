namespace Presage.Simulation.Topologies;

/// <summary>A topology or scenario that cannot be simulated: the message names the file, the place in it and both values.</summary>
public sealed class TopologyException : Exception
{
    /// <summary>An error without a place.</summary>
    public TopologyException()
        : this("The topology cannot be simulated.")
    {
    }

    /// <summary>An error with a finished message.</summary>
    /// <param name="message">Place, value and what is allowed.</param>
    public TopologyException(string message)
        : base(message)
    {
    }

    /// <summary>An error that another one caused.</summary>
    /// <param name="message">Place, value and what is allowed.</param>
    /// <param name="innerException">The cause.</param>
    public TopologyException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
