using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Presage.Simulation.Engine;

/// <summary>Pending events, earliest first: a heap with four children a node, in one array.</summary>
/// <remarks>
/// Most events cause exactly one other. Taking therefore leaves a hole at the root, which the next push fills from the
/// top: one pass over the heap instead of two.
/// </remarks>
sealed class EventQueue
{
    const int Children = 4;

    SimulationEvent[] _heap = new SimulationEvent[1024];
    int _count; // the hole included
    bool _hasHole;

    public int Count => _hasHole ? _count - 1 : _count;

    /// <summary>Takes the earliest event; there must be one.</summary>
    public SimulationEvent Take()
    {
        if (_hasHole)
        {
            var last = _heap[--_count];
            if (_count > 0)
            {
                SiftDown(last);
            }
        }

        _hasHole = true;
        return _heap[0];
    }

    public void Push(long timeNs, int index, EventKind kind, uint generation)
    {
        var added = new SimulationEvent(timeNs, index, kind, generation);
        if (_hasHole)
        {
            _hasHole = false;
            SiftDown(added);
            return;
        }

        if (_count == _heap.Length)
        {
            Array.Resize(ref _heap, 2 * _count);
        }

        SiftUp(_count++, added);
    }

    void SiftUp(int hole, SimulationEvent added)
    {
        ref var heap = ref MemoryMarshal.GetArrayDataReference(_heap);
        while (hole > 0)
        {
            int parent = (hole - 1) / Children;
            if (Unsafe.Add(ref heap, parent).TimeNs <= added.TimeNs)
            {
                break;
            }

            Unsafe.Add(ref heap, hole) = Unsafe.Add(ref heap, parent);
            hole = parent;
        }

        Unsafe.Add(ref heap, hole) = added;
    }

    void SiftDown(SimulationEvent added)
    {
        ref var heap = ref MemoryMarshal.GetArrayDataReference(_heap);
        int hole = 0;
        while (true)
        {
            int first = (hole * Children) + 1;
            if (first >= _count)
            {
                break;
            }

            int earliest = first;
            long earliestNs = Unsafe.Add(ref heap, first).TimeNs;
            int end = Math.Min(first + Children, _count);
            for (int child = first + 1; child < end; child++)
            {
                long timeNs = Unsafe.Add(ref heap, child).TimeNs;
                if (timeNs < earliestNs)
                {
                    (earliest, earliestNs) = (child, timeNs);
                }
            }

            if (earliestNs >= added.TimeNs)
            {
                break;
            }

            Unsafe.Add(ref heap, hole) = Unsafe.Add(ref heap, earliest);
            hole = earliest;
        }

        Unsafe.Add(ref heap, hole) = added;
    }
}
