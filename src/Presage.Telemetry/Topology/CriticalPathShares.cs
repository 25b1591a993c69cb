using System.Runtime.InteropServices;

namespace Presage.Telemetry.Topology;

/// <summary>Follows the critical path of every trace and adds up which service decides how much of it.</summary>
/// <remarks>A service that is never on a critical path can become faster without any request noticing. See <see cref="CriticalPath"/>.</remarks>
public sealed class CriticalPathShares : ISpanSink
{
    const double NsPerMs = 1e6;

    readonly TraceAssembler _assembler;
    readonly Dictionary<string, (long SelfNs, long Traces)> _services = new(StringComparer.Ordinal);
    readonly HashSet<string> _met = new(StringComparer.Ordinal);
    long _lengthNs;

    /// <summary>Starts without spans.</summary>
    /// <param name="options">How long the spans of a trace are waited for.</param>
    public CriticalPathShares(TraceOptions? options = null) => _assembler = new TraceAssembler(AddTrace, options);

    /// <summary>How many traces were followed.</summary>
    public long Traces { get; private set; }

    /// <summary>The mean length of a trace's critical path in milliseconds; 0 without traces.</summary>
    public double MeanLengthMs => Traces > 0 ? _lengthNs / NsPerMs / Traces : 0;

    /// <inheritdoc/>
    public void Add(in Span span) => _assembler.Add(span);

    /// <summary>Takes the open traces as complete.</summary>
    /// <returns>The services on critical paths, the largest share first.</returns>
    public IReadOnlyList<CriticalPathShare> Build()
    {
        _assembler.Complete();
        return
        [
            .. _services
                .Select(one => new CriticalPathShare(
                    one.Key, _lengthNs > 0 ? (double)one.Value.SelfNs / _lengthNs : 0, one.Value.SelfNs / NsPerMs / one.Value.Traces, one.Value.Traces))
                .OrderByDescending(one => one.Share)
                .ThenBy(one => one.Service, StringComparer.Ordinal),
        ];
    }

    void AddTrace(TraceTree trace)
    {
        var path = CriticalPath.Of(trace);
        if (path.Count == 0)
        {
            return;
        }

        Traces++;
        _met.Clear();
        foreach (var step in path)
        {
            string service = trace[step.Index].Service;
            ref var sums = ref CollectionsMarshal.GetValueRefOrAddDefault(_services, service, out _);
            sums.SelfNs += step.SelfNs;
            sums.Traces += _met.Add(service) ? 1 : 0;
            _lengthNs += step.SelfNs;
        }
    }
}
