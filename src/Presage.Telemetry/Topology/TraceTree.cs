namespace Presage.Telemetry.Topology;

/// <summary>The spans of one trace as a tree, on one clock.</summary>
/// <remarks>
/// Spans of other hosts are shifted where their clock shows it: a child of another host that does not lie inside its parent
/// is moved into its middle, or to its start when it is longer than the parent, and all that follows on that host moves
/// with it. Consumers are left as they are, because a message may wait. The idea is Jaeger's clock-skew adjuster's.
/// </remarks>
public sealed class TraceTree
{
    const int None = -1;

    ulong[] _ids = [];
    Span[] _spans = [];
    int[] _order = [];
    int[] _parents = [];
    int[] _childStarts = [];
    int[] _children = [];
    int[] _visits = [];
    long[] _shiftsNs = [];
    long[] _keys = [];

    internal TraceTree()
    {
    }

    /// <summary>How many spans there are, each once.</summary>
    public int Count { get; private set; }

    /// <summary>Spans that came again under an id that was there.</summary>
    public int Duplicates { get; private set; }

    /// <summary>Spans that name a parent which is not there.</summary>
    public int Orphans { get; private set; }

    /// <summary>Spans that were moved onto their parent's clock.</summary>
    public int Shifted { get; private set; }

    /// <summary>The largest move between a span and its parent in nanoseconds.</summary>
    public long LargestShiftNs { get; private set; }

    /// <summary>Builds the tree of spans that belong to one trace.</summary>
    /// <param name="spans">In any order.</param>
    public static TraceTree Of(IEnumerable<Span> spans)
    {
        ArgumentNullException.ThrowIfNull(spans);
        var tree = new TraceTree();
        tree.Load([.. spans]);
        return tree;
    }

    /// <summary>A span, its times as its host gave them.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public ref readonly Span this[int index] => ref _spans.AsSpan(0, Count)[index];

    /// <summary>The index of a span's parent; -1 when it has none here.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public int ParentOf(int index) => _parents.AsSpan(0, Count)[index];

    /// <summary>The indexes of a span's children in the order of their starts.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public ReadOnlySpan<int> ChildrenOf(int index) => _children.AsSpan(_childStarts[index], _childStarts[index + 1] - _childStarts[index]);

    /// <summary>A span's start on the clock of the trace's root, in Unix nanoseconds.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public long StartNs(int index) => this[index].StartNs + _shiftsNs[index];

    /// <summary>A span's end on the clock of the trace's root, in Unix nanoseconds.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public long EndNs(int index) => this[index].EndNs + _shiftsNs[index];

    /// <summary>The time of a span in which none of its children ran, in nanoseconds.</summary>
    /// <param name="index">Below <see cref="Count"/>.</param>
    public long SelfNs(int index)
    {
        long covered = 0;
        long end = EndNs(index);
        long reached = StartNs(index);
        foreach (int child in ChildrenOf(index))
        {
            long from = Math.Max(StartNs(child), reached);
            long to = Math.Min(EndNs(child), end);
            covered += Math.Max(0, to - from);
            reached = Math.Max(reached, to);
        }

        return end - StartNs(index) - covered;
    }

    /// <summary>Takes other spans; the arrays of the trace before are used again.</summary>
    internal void Load(List<Span> rows)
    {
        Reserve(rows.Count);
        (Duplicates, Orphans, Shifted, LargestShiftNs) = (0, 0, 0, 0);
        TakeEachOnce(rows);
        FindParents();
        ListChildren();
        ShiftClocks();
        SortChildren();
    }

    internal static bool IsSameHost(in Span one, in Span other) =>
        string.IsNullOrEmpty(one.Host) || string.IsNullOrEmpty(other.Host)
            ? string.Equals(one.Service, other.Service, StringComparison.Ordinal)
            : string.Equals(one.Host, other.Host, StringComparison.Ordinal);

    void Reserve(int count)
    {
        if (_spans.Length > count)
        {
            return;
        }

        int size = Math.Max(64, (2 * count) + 1);
        (_ids, _spans, _order, _parents) = (new ulong[size], new Span[size], new int[size], new int[size]);
        (_childStarts, _children, _visits) = (new int[size + 1], new int[size], new int[size]);
        (_shiftsNs, _keys) = (new long[size], new long[size]);
    }

    // Sorted by id, so that a parent is found by bisection. A client and a server may share an id, as Zipkin's do: the
    // client then stands before the server.
    void TakeEachOnce(List<Span> rows)
    {
        for (int i = 0; i < rows.Count; i++)
        {
            (_ids[i], _order[i]) = (rows[i].Id, i);
        }

        Array.Sort(_ids, _order, 0, rows.Count);
        int kept = 0;
        for (int i = 0; i < rows.Count; i++)
        {
            var span = rows[_order[i]];
            bool isRepeated = kept > 0 && _ids[kept - 1] == span.Id;
            if (isRepeated && !IsCallerOf(span, _spans[kept - 1]) && !IsCallerOf(_spans[kept - 1], span))
            {
                Duplicates++;
                continue;
            }

            if (isRepeated && kept > 1 && _ids[kept - 2] == span.Id)
            {
                Duplicates++;
                continue;
            }

            bool isBefore = isRepeated && IsCallerOf(span, _spans[kept - 1]);
            (_ids[kept], _spans[kept]) = (span.Id, isBefore ? _spans[kept - 1] : span);
            if (isBefore)
            {
                _spans[kept - 1] = span;
            }

            kept++;
        }

        Count = kept;
    }

    static bool IsCallerOf(in Span one, in Span other) => one.Kind == SpanKind.Client && other.Kind == SpanKind.Server;

    void FindParents()
    {
        for (int i = 0; i < Count; i++)
        {
            ref readonly var span = ref _spans[i];
            if (i > 0 && _ids[i - 1] == span.Id)
            {
                _parents[i] = i - 1; // the client of the same id
                continue;
            }

            if (span.ParentId == 0 || span.ParentId == span.Id)
            {
                _parents[i] = None;
                continue;
            }

            int found = Array.BinarySearch(_ids, 0, Count, span.ParentId);
            found += found >= 0 && found + 1 < Count && _ids[found + 1] == span.ParentId ? 1 : 0; // the server's side of a shared id
            _parents[i] = found >= 0 ? found : None;
            Orphans += found >= 0 ? 0 : 1;
        }
    }

    void ListChildren()
    {
        _childStarts.AsSpan(0, Count + 1).Clear();
        for (int i = 0; i < Count; i++)
        {
            if (_parents[i] != None)
            {
                _childStarts[_parents[i] + 1]++;
            }
        }

        for (int i = 0; i < Count; i++)
        {
            _childStarts[i + 1] += _childStarts[i];
            _order[i] = _childStarts[i];
        }

        for (int i = 0; i < Count; i++)
        {
            if (_parents[i] != None)
            {
                _children[_order[_parents[i]]++] = i;
            }
        }
    }

    // From the roots down. Spans that are their own ancestors are never reached and stay as they are.
    void ShiftClocks()
    {
        _shiftsNs.AsSpan(0, Count).Clear();
        int reached = 0;
        for (int i = 0; i < Count; i++)
        {
            if (_parents[i] == None)
            {
                _visits[reached++] = i;
            }
        }

        for (int at = 0; at < reached; at++)
        {
            int parent = _visits[at];
            foreach (int child in ChildrenOf(parent))
            {
                _visits[reached++] = child;
                if (IsSameHost(_spans[parent], _spans[child]))
                {
                    _shiftsNs[child] = _shiftsNs[parent];
                    continue;
                }

                _shiftsNs[child] = ShiftNs(_spans[child], StartNs(parent), EndNs(parent));
                Shifted += _shiftsNs[child] != 0 ? 1 : 0;
                LargestShiftNs = Math.Max(LargestShiftNs, Math.Abs(_shiftsNs[child]));
            }
        }
    }

    static long ShiftNs(in Span child, long parentStartNs, long parentEndNs)
    {
        bool isInside = child.StartNs >= parentStartNs && child.EndNs <= parentEndNs;
        if (isInside || child.Kind == SpanKind.Consumer)
        {
            return 0;
        }

        long spareNs = parentEndNs - parentStartNs - child.DurationNs;
        if (spareNs >= 0)
        {
            return parentStartNs + (spareNs / 2) - child.StartNs;
        }

        return child.StartNs < parentStartNs ? parentStartNs - child.StartNs : 0;
    }

    void SortChildren()
    {
        for (int i = 0; i < Count; i++)
        {
            int start = _childStarts[i];
            int length = _childStarts[i + 1] - start;
            for (int at = start; length > 1 && at < start + length; at++)
            {
                _keys[at] = StartNs(_children[at]);
            }

            if (length > 1)
            {
                Array.Sort(_keys, _children, start, length);
            }
        }
    }
}
