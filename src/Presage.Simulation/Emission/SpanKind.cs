namespace Presage.Simulation.Emission;

/// <summary>Which side of a call a span describes.</summary>
public enum SpanKind
{
    /// <summary>The service that is called, from arrival to end.</summary>
    Server,

    /// <summary>The service that calls, from sending to answer or giving up.</summary>
    Client,

    /// <summary>A service that sends a message and does not wait.</summary>
    Producer,

    /// <summary>A service that works off a message.</summary>
    Consumer,
}
