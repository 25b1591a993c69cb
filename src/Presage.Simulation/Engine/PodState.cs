namespace Presage.Simulation.Engine;

/// <summary>What a pod is doing.</summary>
enum PodState
{
    /// <summary>Not ready yet.</summary>
    Starting,

    /// <summary>Takes requests.</summary>
    Ready,

    /// <summary>Finishes what it has and takes nothing new.</summary>
    Draining,

    /// <summary>Gone; its place may be used again.</summary>
    Gone,
}
