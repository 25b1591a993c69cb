using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Topologies;
using Presage.Telemetry.Topology;

namespace Presage.Simulation.Engine;

/// <content>Spans of sampled requests, and logs: of sampled requests all, of others what went wrong, up to a number per bin.</content>
sealed partial class ShopEngine
{
    const int PlainLogsPerBin = 20;
    const double SlowFactor = 8;
    const double SlowNs = 200e6;
    const ulong OperationsPerPlace = 1 << 20;

    void WriteServerSpan(int index)
    {
        ref var call = ref _calls[index];
        ref var trace = ref _calls.Trace(index);
        if (call.Pod == None)
        {
            return;
        }

        var pod = _pods[call.Pod];
        WriteSpan(
            ref call,
            in trace,
            Draw.Bits(call.Seed, Draw.ServerSpan),
            call.Site == None ? 0 : Draw.Bits(call.Seed, Draw.ClientSpan),
            (call.Flags & CallFlags.Message) != 0 ? SpanKind.Consumer : SpanKind.Server,
            pod,
            call.ReachedNs,
            (call.Flags & CallFlags.Failed) != 0);
    }

    void WriteClientSpan(int index, int pod, bool isFailed)
    {
        ref var call = ref _calls[index];
        ref var trace = ref _calls.Trace(index);
        if (pod != None)
        {
            WriteSpan(
                ref call,
                in trace,
                Draw.Bits(call.Seed, Draw.ClientSpan),
                trace.Parent,
                (call.Flags & CallFlags.Message) != 0 ? SpanKind.Producer : SpanKind.Client,
                _pods[pod],
                call.IssuedNs,
                isFailed);
        }
    }

    void WriteSpan(ref Call call, in TraceInfo trace, ulong span, ulong parent, SpanKind kind, Pod pod, long startNs, bool isFailed)
    {
        long clockNs = _startUnixNano + _hosts[pod.Host].SkewNs;
        _spanCount++;
        _sink.Span(new SimulatedSpan
        {
            TraceHigh = trace.High,
            TraceLow = trace.Low,
            Span = span,
            Parent = parent,
            Kind = kind,
            Service = pod.Service,
            Pod = pod.Name,
            Callee = call.Service,
            Operation = _operations[call.Operation].Name,
            StartUnixNano = clockNs + startNs,
            EndUnixNano = clockNs + _nowNs,
            Failed = isFailed,
        });
    }

    void LogEnd(int index, bool isFailed, LogEvent reason, string name)
    {
        ref var call = ref _calls[index];
        double passedNs = _nowNs - call.ReachedNs;
        if (isFailed)
        {
            LogRequest(index, reason, name, Math.Round(passedNs / NsPerMs, 3), 1 + (call.Seed % 400));
            return;
        }

        if ((call.Flags & CallFlags.Sampled) == 0)
        {
            return;
        }

        double usualNs = _operations[call.Operation].UsualNs;
        var kind = _services[call.Service].Spec.Kind;
        var about = (call.Flags & CallFlags.Message) != 0 ? LogEvent.MessageDone
            : kind is ServiceKind.Database or ServiceKind.Cache ? LogEvent.QueryDone
            : kind is ServiceKind.Queue ? LogEvent.MessageTaken
            : LogEvent.RequestDone;
        double second = about switch
        {
            LogEvent.QueryDone => call.Seed % 50,
            LogEvent.MessageTaken => _services[call.Service].Backlog,
            _ => 200 + (call.Seed % 9000),
        };
        double ms = Math.Round(passedNs / NsPerMs, 3);
        LogRequest(index, about, "", ms, second);
        if (passedNs > (SlowFactor * usualNs) + SlowNs)
        {
            LogRequest(index, LogEvent.SlowRequest, "", ms, Math.Round(usualNs / NsPerMs, 3));
        }
    }

    /// <summary>A record of the service that works on a request.</summary>
    void LogRequest(int index, LogEvent about, string name, double first, double second)
    {
        ref var call = ref _calls[index];
        if (call.Pod != None)
        {
            LogCall(index, _pods[call.Pod], call.Operation, Draw.ServerSpan, about, name, first, second);
        }
    }

    /// <summary>A record of the service that makes a call; users write none.</summary>
    void LogCaller(int index, LogEvent about, double first, double second)
    {
        ref var call = ref _calls[index];
        if (call.Parent == None || _calls[call.Parent].Generation != call.ParentGeneration)
        {
            return;
        }

        ref var caller = ref _calls[call.Parent];
        if (caller.Pod != None)
        {
            LogCall(index, _pods[caller.Pod], caller.Operation, Draw.ClientSpan, about, NameOf(call.Service), first, second);
        }
    }

    void LogCall(int index, Pod pod, int operation, uint spanPurpose, LogEvent about, string name, double first, double second)
    {
        ref var call = ref _calls[index];
        var service = _services[pod.Service];
        bool isSampled = (call.Flags & CallFlags.Sampled) != 0;
        if (!isSampled && (_options.Sampling == 0 || service.PlainLogs++ >= PlainLogsPerBin))
        {
            service.SuppressedLogs += _options.Sampling == 0 ? 0 : 1;
            return;
        }

        ref var trace = ref _calls.Trace(index);
        Write(new SimulatedLog
        {
            UnixNano = _startUnixNano + _nowNs,
            Service = pod.Service,
            Pod = pod.Name,
            Host = _hosts[pod.Host].Name,
            Template = TemplateOf(pod.Service, operation, about),
            TraceHigh = isSampled ? trace.High : 0,
            TraceLow = isSampled ? trace.Low : 0,
            Span = isSampled ? Draw.Bits(call.Seed, spanPurpose) : 0,
            Operation = _operations[operation].Name,
            Name = name,
            First = first,
            Second = second,
            Id = (uint)Draw.Bits(call.Seed, Draw.Identity),
        });
    }

    /// <summary>A record of a pod that belongs to no request.</summary>
    void LogPod(Pod pod, LogEvent about, double first, double second)
    {
        if (_options.Sampling == 0)
        {
            return;
        }

        Write(new SimulatedLog
        {
            UnixNano = _startUnixNano + _nowNs,
            Service = pod.Service,
            Pod = pod.Name,
            Host = _hosts[pod.Host].Name,
            Template = TemplateOf(pod.Service, 0, about),
            Operation = "",
            Name = NameOf(pod.Service),
            First = first,
            Second = Math.Round(second),
        });
    }

    void NoteSuppressed(ServiceState service)
    {
        if (service.SuppressedLogs > 0 && service.Pods is [var pod, ..])
        {
            LogPod(pod, LogEvent.Suppressed, service.SuppressedLogs, 0);
        }
    }

    void Write(in SimulatedLog log)
    {
        _logCount++;
        _sink.Log(in log);
    }

    static int TemplateOf(int service, int operation, LogEvent about) =>
        LogTemplates.Choose(about, Draw.Bits(((ulong)service * OperationsPerPlace) + (ulong)operation, (uint)about));
}
