using Presage.Telemetry.Logs;

namespace Presage.Simulation.Emission;

/// <summary>The texts of all log records; <c>{op}</c>, <c>{name}</c>, <c>{a}</c>, <c>{b}</c> and <c>{id}</c> stand for what varies.</summary>
/// <remarks>A service keeps to one text for an event of an operation, as the source code of a real one would.</remarks>
public static class LogTemplates
{
    static readonly (LogEvent Event, LogSeverity Severity, string[] Texts)[] Catalogue =
    [
        (LogEvent.RequestStarted, LogSeverity.Info,
        [
            "{op} called, request {id}",
            "Received {op} for session {id}",
            "[{op}] begin, user={id}",
            "handling {op} id={id}",
            "--> {op} (client {id})",
            "Start processing {op}, correlation {id}",
        ]),
        (LogEvent.RequestDone, LogSeverity.Info,
        [
            "{op} completed in {a} ms",
            "Finished {op} for session {id}, took {a} ms",
            "[{op}] end, user={id}, elapsed={a}ms, status=200",
            "{op} id={id} ok duration_ms={a}",
            "<-- {op} 200 ({a} ms, {b} bytes)",
            "Processed {op} successfully after {a} ms, correlation {id}",
        ]),
        (LogEvent.QueryDone, LogSeverity.Info,
        [
            "query {op} returned {b} rows in {a} ms",
            "duration: {a} ms  statement: {op}, rows={b}",
            "executed {op} key={id} in {a} ms",
        ]),
        (LogEvent.MessageTaken, LogSeverity.Info,
        [
            "message {id} published by {op}, {b} waiting",
            "enqueued {id} via {op} (depth {b})",
        ]),
        (LogEvent.MessageDone, LogSeverity.Info,
        [
            "message {id} handled by {op} in {a} ms",
            "acknowledged {id} after {a} ms in {op}",
        ]),
        (LogEvent.SlowRequest, LogSeverity.Warning,
        [
            "{op} was slow: {a} ms, usually {b} ms",
            "slow operation {op} id={id} duration_ms={a}",
            "[{op}] latency {a} ms above the objective",
        ]),
        (LogEvent.RequestFailed, LogSeverity.Error,
        [
            "{op} failed: unexpected state of entity {id}",
            "Unhandled exception in {op}: InvalidOperationException: sequence contains no elements",
            "[{op}] user={id} status=500 java.lang.NullPointerException at line {b}",
            "{op} id={id} error=\"index out of range [{a}] with length {b}\"",
            "{op} rejected response: checksum {id} does not match",
            "Could not complete {op}, correlation {id}: division by zero",
        ]),
        (LogEvent.DependencyFailed, LogSeverity.Error,
        [
            "{op} failed because {name} failed, after {a} ms",
            "{op} id={id} error=\"upstream {name} returned 503\"",
            "[{op}] status=502 cause={name} elapsed={a}ms",
        ]),
        (LogEvent.Refused, LogSeverity.Error,
        [
            "queue full: {a} requests wait, {b} allowed; {op} refused",
            "RejectedExecutionException: {op} rejected from pool, queued tasks = {a}",
        ]),
        (LogEvent.CallRetried, LogSeverity.Warning,
        [
            "call to {name} failed, retry {a} of {b}",
            "retrying {name} attempt={a} max={b}",
            "transient failure of {name}, will try again ({a}/{b})",
        ]),
        (LogEvent.CallTimedOut, LogSeverity.Error,
        [
            "{name} did not answer within {a} ms",
            "context deadline exceeded while calling {name} (timeout {a} ms)",
            "java.net.SocketTimeoutException: {name}: Read timed out after {a} ms",
        ]),
        (LogEvent.CallRefused, LogSeverity.Error,
        [
            "no instance of {name} is available for {op}",
            "dial tcp: connect to {name}: connection refused",
            "no healthy upstream: {name}",
        ]),
        (LogEvent.MemoryHigh, LogSeverity.Warning,
        [
            "heap {a} MiB of {b} MiB, collections get longer",
            "GC overhead: {a} MiB in use, limit {b} MiB",
        ]),
        (LogEvent.OutOfMemory, LogSeverity.Error, ["container killed: out of memory at {a} MiB"]),
        (LogEvent.Crashed, LogSeverity.Error,
        [
            "panic: runtime error: invalid memory address or nil pointer dereference",
            "fatal: terminated with exit code 139 after {a} s",
        ]),
        (LogEvent.Started, LogSeverity.Info,
        [
            "Started {name} version {a} in {b} ms",
            "server listening, service={name} version={a}",
        ]),
        (LogEvent.Stopping, LogSeverity.Info,
        [
            "received SIGTERM, draining {a} requests",
            "shutting down {name}, {a} in flight",
        ]),
        (LogEvent.Suppressed, LogSeverity.Warning, ["{a} similar records suppressed"]),
    ];

    static readonly (LogEvent Event, LogSeverity Severity, string Text)[] Flat =
        [.. Catalogue.SelectMany(one => one.Texts.Select(text => (one.Event, one.Severity, text)))];

    static readonly (int First, int Count)[] Ranges = FindRanges();

    /// <summary>How many texts there are.</summary>
    public static int Count => Flat.Length;

    /// <summary>The text with its placeholders.</summary>
    /// <param name="template">From 0 to below <see cref="Count"/>.</param>
    public static string Text(int template) => Flat[template].Text;

    /// <summary>How serious its records are.</summary>
    /// <param name="template">From 0 to below <see cref="Count"/>.</param>
    public static LogSeverity Severity(int template) => Flat[template].Severity;

    /// <summary>What its records are about.</summary>
    /// <param name="template">From 0 to below <see cref="Count"/>.</param>
    public static LogEvent Event(int template) => Flat[template].Event;

    /// <summary>The text that a place in the source code has for an event.</summary>
    /// <param name="about">The event.</param>
    /// <param name="place">A number that stands for the place; any.</param>
    internal static int Choose(LogEvent about, ulong place)
    {
        var (first, count) = Ranges[(int)about];
        return first + (int)(place % (ulong)count);
    }

    static (int First, int Count)[] FindRanges()
    {
        var ranges = new (int First, int Count)[Catalogue.Length];
        int first = 0;
        foreach (var (about, _, texts) in Catalogue)
        {
            ranges[(int)about] = (first, texts.Length);
            first += texts.Length;
        }

        return ranges;
    }
}
