namespace Presage.Telemetry.Topology;

/// <summary>A directed edge of a service graph: the caller depends on the callee.</summary>
public sealed class ServiceEdge
{
    const EdgeSources Observing = EdgeSources.Spans | EdgeSources.CallTable | EdgeSources.ServiceGraphMetrics | EdgeSources.TaskNames;

    internal ServiceEdge(int from, int to, EdgeSources sources, float weight, bool holdsAlways, IReadOnlyList<EdgeSlice> slices)
    {
        From = from;
        To = to;
        Sources = sources;
        Weight = weight;
        HoldsAlways = holdsAlways;
        Slices = slices;
        foreach (var slice in slices)
        {
            Total.Add(slice.Statistics);
        }
    }

    /// <summary>The caller, an index into <see cref="ServiceGraph.Nodes"/>.</summary>
    public int From { get; }

    /// <summary>The callee, an index into <see cref="ServiceGraph.Nodes"/>; the caller itself in a self call.</summary>
    public int To { get; }

    /// <summary>How the edge became known.</summary>
    public EdgeSources Sources { get; }

    /// <summary>Whether the calls were seen; false when every source only infers them.</summary>
    public bool IsObserved => (Sources & Observing) != 0;

    /// <summary>The weight the source gave, such as a distance kernel or a correlation; 1 where it gave none.</summary>
    public float Weight { get; }

    /// <summary>Whether a source knows the edge without a time, so that it holds in every window.</summary>
    public bool HoldsAlways { get; }

    /// <summary>The slices with calls in the order of time; empty when the source gives no times.</summary>
    public IReadOnlyList<EdgeSlice> Slices { get; }

    /// <summary>All slices together.</summary>
    public CallStatistics Total { get; } = new();

    /// <summary>The calls of a stretch of time.</summary>
    /// <param name="fromMs">Its start.</param>
    /// <param name="toMs">Its exclusive end.</param>
    /// <param name="sliceMs">The graph's <see cref="ServiceGraph.SliceMs"/>; slices that reach into the stretch count whole.</param>
    internal long Calls(long fromMs, long toMs, long sliceMs)
    {
        long calls = 0;
        for (int i = FirstAfter(fromMs - sliceMs); i < Slices.Count && Slices[i].StartMs < toMs; i++)
        {
            calls += Slices[i].Statistics.Calls;
        }

        return calls;
    }

    // The first slice whose start lies after a time.
    int FirstAfter(long timeMs)
    {
        int low = 0;
        int high = Slices.Count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            (low, high) = Slices[middle].StartMs > timeMs ? (low, middle) : (middle + 1, high);
        }

        return low;
    }
}
