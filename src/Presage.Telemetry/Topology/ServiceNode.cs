namespace Presage.Telemetry.Topology;

/// <summary>A node of a service graph.</summary>
public sealed class ServiceNode
{
    internal ServiceNode(string name, NodeKind kind, CallStatistics requests, double selfTimeMs)
    {
        Name = name;
        Kind = kind;
        Requests = requests;
        SelfTimeMs = selfTimeMs;
    }

    /// <summary>The service's name, the same across its pods and their restarts.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public NodeKind Kind { get; }

    /// <summary>The requests it served, from wherever they came; empty when the source has no spans.</summary>
    public CallStatistics Requests { get; }

    /// <summary>The time it worked itself and waited for no other node, over all its requests, in milliseconds.</summary>
    public double SelfTimeMs { get; }

    /// <summary><see cref="SelfTimeMs"/> for each request; 0 when no request is known.</summary>
    public double MeanSelfTimeMs => Requests.Calls > 0 ? SelfTimeMs / Requests.Calls : 0;

    /// <inheritdoc/>
    public override string ToString() => Kind == NodeKind.Service ? Name : $"{Name} ({Kind})";
}
