namespace Presage.Simulation.Engine;

/// <summary>The calls under way, in places that are used again; it grows to the most there ever are and then stays.</summary>
sealed class CallPool
{
    const int None = -1;

    Call[] _calls = new Call[4096];
    TraceInfo[] _traces = new TraceInfo[4096];
    int _free;

    public CallPool() => Link(0);

    /// <summary>Calls under way.</summary>
    public int Count { get; private set; }

    /// <summary>The most there were at the same time.</summary>
    public int MostCount { get; private set; }

    /// <summary>Places, used or not.</summary>
    public int Length => _calls.Length;

    /// <summary>A call; the reference is void after the next <see cref="Rent"/>, which may move all.</summary>
    public ref Call this[int index] => ref _calls[index];

    /// <summary>The trace of a sampled call; void after the next <see cref="Rent"/>.</summary>
    public ref TraceInfo Trace(int index) => ref _traces[index];

    /// <summary>A place, to be given back with <see cref="Return"/>; only its generation means something.</summary>
    public int Rent()
    {
        if (_free == None)
        {
            int end = _calls.Length;
            Array.Resize(ref _calls, 2 * end);
            Array.Resize(ref _traces, 2 * end);
            Link(end);
        }

        int index = _free;
        _free = _calls[index].Next;
        MostCount = Math.Max(MostCount, ++Count);
        return index;
    }

    public void Return(int index)
    {
        ref var call = ref _calls[index];
        call.Generation++;
        call.State = CallState.Free;
        call.Next = _free;
        _free = index;
        Count--;
    }

    void Link(int first)
    {
        for (int index = first; index < _calls.Length; index++)
        {
            _calls[index].Next = index + 1 < _calls.Length ? index + 1 : None;
        }

        _free = first;
    }
}
