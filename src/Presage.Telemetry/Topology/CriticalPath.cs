namespace Presage.Telemetry.Topology;

/// <summary>The chain of spans that decides how long a trace takes: shortening any other span changes nothing.</summary>
/// <remarks>
/// From the end of the root backwards: the child that ends last before the point reached is on the path, the time after it
/// is its parent's own, and the search goes on before that child's start; a child that runs beside it holds nobody up.
/// What a child does after its parent's end does not count. The self times add up to the root's duration.
/// </remarks>
public static class CriticalPath
{
    /// <summary>Follows the longest root of a trace.</summary>
    /// <param name="trace">Any tree, also an empty one.</param>
    /// <returns>Parents before their children, earlier spans before later ones; empty without spans.</returns>
    public static IReadOnlyList<CriticalPathStep> Of(TraceTree trace)
    {
        ArgumentNullException.ThrowIfNull(trace);
        int root = -1;
        for (int i = 0; i < trace.Count; i++)
        {
            if (trace.ParentOf(i) < 0 && (root < 0 || trace[i].DurationNs > trace[root].DurationNs))
            {
                root = i;
            }
        }

        if (root < 0)
        {
            return [];
        }

        var steps = new List<CriticalPathStep>();
        var open = new Stack<Frame>();
        open.Push(new Frame(trace, root, trace.StartNs(root), trace.EndNs(root)));
        while (open.TryPeek(out var frame))
        {
            if (frame.NextChild(trace) is { } child)
            {
                open.Push(child);
                continue;
            }

            open.Pop();
            steps.Add(new CriticalPathStep(frame.Index, frame.Finish()));
        }

        steps.Reverse();
        return [.. steps.Where(step => step.SelfNs > 0 || step.Index == root)];
    }

    /// <summary>A span whose time is being divided between itself and its children, from its end backwards.</summary>
    sealed class Frame
    {
        readonly int[] _children; // by their ends, the last one first
        readonly long _startNs;
        readonly long _endNs;
        long _reachedNs;
        long _selfNs;
        int _next;

        public Frame(TraceTree trace, int index, long startNs, long endNs)
        {
            Index = index;
            _startNs = startNs;
            _endNs = endNs;
            _reachedNs = endNs;
            _children = [.. trace.ChildrenOf(index).ToArray().OrderByDescending(trace.EndNs)];
        }

        public int Index { get; }

        public Frame? NextChild(TraceTree trace)
        {
            while (_next < _children.Length)
            {
                int child = _children[_next++];
                long endNs = Math.Min(trace.EndNs(child), _endNs);
                long startNs = Math.Max(trace.StartNs(child), _startNs);
                if (startNs < endNs && endNs <= _reachedNs)
                {
                    _selfNs += _reachedNs - endNs;
                    _reachedNs = startNs;
                    return new Frame(trace, child, startNs, endNs);
                }
            }

            return null;
        }

        public long Finish() => _selfNs + _reachedNs - _startNs;
    }
}
