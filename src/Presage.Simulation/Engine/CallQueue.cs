namespace Presage.Simulation.Engine;

/// <summary>Calls that wait, first come first served, linked through <see cref="Call.Next"/>.</summary>
struct CallQueue()
{
    const int None = -1;

    int _first = None;
    int _last = None;

    public int Count { get; private set; }

    public void Add(CallPool calls, int index)
    {
        calls[index].Next = None;
        if (_first == None)
        {
            _first = index;
        }
        else
        {
            calls[_last].Next = index;
        }

        _last = index;
        Count++;
    }

    /// <summary>The one that waited longest; there must be one.</summary>
    public int Take(CallPool calls)
    {
        int index = _first;
        _first = calls[index].Next;
        Count--;
        return index;
    }
}
