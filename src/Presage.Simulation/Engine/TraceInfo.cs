namespace Presage.Simulation.Engine;

/// <summary>What only a sampled call needs to know.</summary>
struct TraceInfo
{
    public ulong High;
    public ulong Low;

    /// <summary>The span that made the call: its caller's server span, or 0.</summary>
    public ulong Parent;
}
