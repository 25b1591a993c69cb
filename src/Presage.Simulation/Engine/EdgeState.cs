namespace Presage.Simulation.Engine;

/// <summary>Calls from one service to another, or from users to a service: what was counted in this bin, and the network.</summary>
sealed class EdgeState(int caller, int callee)
{
    /// <summary>-1 for users.</summary>
    public int Caller { get; } = caller;

    public int Callee { get; } = callee;

    public long Calls;
    public long Errors;

    /// <summary>How long callers waited.</summary>
    public LatencyHistogram Client { get; } = new();

    /// <summary>From arrival to end at the service that is called.</summary>
    public LatencyHistogram Server { get; } = new();

    public double DelayNs;
    public double LossProbability;

    public void Clear()
    {
        Calls = 0;
        Errors = 0;
        Client.Clear();
        Server.Clear();
    }
}
