namespace Presage.Simulation.Engine;

/// <summary>Something that happens at a time.</summary>
/// <param name="timeNs">Nanoseconds from the start.</param>
/// <param name="index">Of the call, pod, service or other thing it happens to.</param>
/// <param name="kind">What happens.</param>
/// <param name="generation">Of that thing: an event of an earlier one in the same place is void.</param>
readonly struct SimulationEvent(long timeNs, int index, EventKind kind, uint generation)
{
    const int KindBits = 5;

    readonly uint _tag = (generation << KindBits) | (uint)kind;

    public long TimeNs { get; } = timeNs;

    public int Index { get; } = index;

    public EventKind Kind => (EventKind)(_tag & ((1 << KindBits) - 1));

    /// <summary>Whether the event is of that generation; its upper bits are not kept.</summary>
    public bool IsOf(uint generation) => _tag >> KindBits == (generation << KindBits) >> KindBits;
}
