namespace Presage.Telemetry.Topology;

/// <summary>Which side of a call a span stands on; numbers as in OpenTelemetry's protocol.</summary>
public enum SpanKind
{
    /// <summary>The source does not say.</summary>
    Unspecified = 0,

    /// <summary>Work inside a service.</summary>
    Internal = 1,

    /// <summary>A request as the callee serves it.</summary>
    Server = 2,

    /// <summary>A request as the caller waits for it.</summary>
    Client = 3,

    /// <summary>A message as it is sent; who takes it may do so later.</summary>
    Producer = 4,

    /// <summary>A message as it is taken and worked on.</summary>
    Consumer = 5,
}
