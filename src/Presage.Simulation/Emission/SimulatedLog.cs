using System.Globalization;
using Presage.Telemetry.Logs;

namespace Presage.Simulation.Emission;

/// <summary>One log record of a pod.</summary>
public readonly record struct SimulatedLog
{
    /// <summary>When, in Unix nanoseconds.</summary>
    public required long UnixNano { get; init; }

    /// <summary>Index of the service.</summary>
    public required int Service { get; init; }

    /// <summary>The pod that wrote it.</summary>
    public required string Pod { get; init; }

    /// <summary>The machine the pod runs on.</summary>
    public required string Host { get; init; }

    /// <summary>Which text of <see cref="LogTemplates"/> it has.</summary>
    public required int Template { get; init; }

    /// <summary>The upper half of the trace's number; 0 with the lower one for a record without trace.</summary>
    public ulong TraceHigh { get; init; }

    /// <summary>The lower half of the trace's number.</summary>
    public ulong TraceLow { get; init; }

    /// <summary>The span that it belongs to; 0 for none.</summary>
    public ulong Span { get; init; }

    /// <summary>The operation in the text.</summary>
    public string Operation { get; init; }

    /// <summary>Another service in the text.</summary>
    public string Name { get; init; }

    /// <summary>The first number in the text.</summary>
    public double First { get; init; }

    /// <summary>The second number in the text.</summary>
    public double Second { get; init; }

    /// <summary>What identifies the request in the text.</summary>
    public uint Id { get; init; }

    /// <summary>How serious it is.</summary>
    public LogSeverity Severity => LogTemplates.Severity(Template);

    /// <summary>The text with everything filled in.</summary>
    public string Message() => LogTemplates.Text(Template)
        .Replace("{op}", Operation, StringComparison.Ordinal)
        .Replace("{name}", Name, StringComparison.Ordinal)
        .Replace("{a}", First.ToString("0.###", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{b}", Second.ToString("0.###", CultureInfo.InvariantCulture), StringComparison.Ordinal)
        .Replace("{id}", Id.ToString("x8", CultureInfo.InvariantCulture), StringComparison.Ordinal);
}
