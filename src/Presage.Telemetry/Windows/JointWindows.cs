namespace Presage.Telemetry.Windows;

/// <summary>The windows of all entities at one origin as one window, for models that see every node of a graph at once.</summary>
/// <remarks>
/// The joint frame has one entity, and a column for each metric of each node: column i x F + f is metric f of node i. What a single
/// window would not see, because its entity was not observed in that bin, is missing here too. A node without any value in a
/// window is 0 there, as everywhere; whether its own window was kept is known to the set the joint one was made from.
/// </remarks>
public sealed class JointWindows
{
    readonly Dictionary<int, int> _places = [];

    JointWindows(WindowSet windows, IReadOnlyList<string> nodes, int[] origins)
    {
        Windows = windows;
        Nodes = nodes;
        for (int place = 0; place < origins.Length; place++)
        {
            _places.Add(origins[place], place);
        }
    }

    /// <summary>One window for each origin, in the order of time; its metrics are the columns.</summary>
    public WindowSet Windows { get; }

    /// <summary>The nodes, in the order of the columns.</summary>
    public IReadOnlyList<string> Nodes { get; }

    /// <summary>Joins the windows of a set that have their origin in common.</summary>
    /// <param name="windows">The windows of single entities.</param>
    /// <param name="nodes">
    /// The order of the columns; the frame's own entities by default. A node that the frame lacks is missing everywhere.
    /// </param>
    /// <returns>One window for each origin at which any entity has one.</returns>
    public static JointWindows Of(WindowSet windows, IReadOnlyList<string>? nodes = null)
    {
        ArgumentNullException.ThrowIfNull(windows);
        var frame = windows.Frame;
        nodes ??= frame.Entities;
        var origins = new SortedSet<int>();
        for (int index = 0; index < windows.Count; index++)
        {
            origins.Add(windows.At(index).Origin);
        }

        int[] kept = [.. origins];
        var joint = new Frame(
            frame.StartMs,
            frame.StepMs,
            frame.HasCalendar,
            ["all"],
            [.. nodes.SelectMany(node => frame.Metrics.Select(metric => $"{node}/{metric}"))],
            Columns(frame, nodes, windows.Options.Presence));
        return new JointWindows(WindowSet.AtOrigins(joint, windows.Targets, windows.Options with { Presence = Presence.AnyMetric }, kept), nodes, kept);
    }

    /// <summary>Where the window of an origin lies among <see cref="Windows"/>.</summary>
    /// <param name="origin">An origin of the set this one was made from.</param>
    public int IndexOf(int origin) => _places[origin];

    static float[] Columns(Frame frame, IReadOnlyList<string> nodes, Presence presence)
    {
        var entities = new Dictionary<string, int>(StringComparer.Ordinal);
        for (int entity = 0; entity < frame.Entities.Count; entity++)
        {
            entities.Add(frame.Entities[entity], entity);
        }

        var observed = new ObservedBins(frame, presence);
        var values = new float[(long)nodes.Count * frame.Metrics.Count * frame.Bins];
        values.AsSpan().Fill(float.NaN);
        for (int node = 0; node < nodes.Count; node++)
        {
            if (!entities.TryGetValue(nodes[node], out int entity))
            {
                continue;
            }

            var present = observed.Present(entity);
            for (int metric = 0; metric < frame.Metrics.Count; metric++)
            {
                var from = frame.Values(entity, metric);
                var to = values.AsSpan(((node * frame.Metrics.Count) + metric) * frame.Bins, frame.Bins);
                for (int bin = 0; bin < to.Length; bin++)
                {
                    to[bin] = present[bin] ? from[bin] : float.NaN;
                }
            }
        }

        return values;
    }
}
