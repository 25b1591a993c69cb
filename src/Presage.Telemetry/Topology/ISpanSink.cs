namespace Presage.Telemetry.Topology;

/// <summary>Takes spans one by one, in any order.</summary>
public interface ISpanSink
{
    /// <summary>Takes a span.</summary>
    /// <param name="span">Copied if it is kept.</param>
    void Add(in Span span);
}
