namespace Presage.Simulation.Engine;

/// <summary>An instance of a service.</summary>
sealed class Pod
{
    public required int Index { get; init; }

    public uint Generation { get; set; }

    public int Service { get; set; }

    public string Name { get; set; } = "";

    public int Host { get; set; }

    public PodState State { get; set; } = PodState.Gone;

    public int Version { get; set; }

    /// <summary>Requests it has.</summary>
    public int InFlight { get; set; }

    public double LeakMib { get; set; }

    /// <summary>How strongly it leaks compared with its siblings, so that they are not killed at the same moment.</summary>
    public double LeakShare { get; set; }

    /// <summary>How many times as long it computes: a busy machine, a heap that is nearly full.</summary>
    public double Slowdown { get; set; } = 1;

    public long ReadySinceNs { get; set; }

    /// <summary>Whether it has written that its memory is nearly used up.</summary>
    public bool IsMemoryNoted { get; set; }

    /// <summary>The pod that it takes the place of when it is ready.</summary>
    public Pod? Replaces { get; set; }
}
