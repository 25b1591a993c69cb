namespace Presage.Simulation.Engine;

/// <summary>One attempt of a call, seen by its caller and by the service it is for; it lives in a <see cref="CallPool"/>.</summary>
struct Call
{
    public ulong Seed;
    public long IssuedNs;
    public long ReachedNs;

    /// <summary>The call that made this one, or -1: a user's request, a message, or an attempt that was given up.</summary>
    public int Parent;
    public uint ParentGeneration;

    /// <summary>Counts the uses of this place; events and children of an earlier use are void.</summary>
    public uint Generation;
    public int Service;
    public int Operation;

    /// <summary>The call site, or -1 for a user's request.</summary>
    public int Site;
    public int Edge;
    public int Pod;

    /// <summary>The next one in a queue, or in the list of free places.</summary>
    public int Next;
    public int EarlierTimeout;
    public int LaterTimeout;
    public short Copy;
    public short Step;
    public short Pending;
    public byte Attempt;
    public CallState State;
    public CallFlags Flags;
}
