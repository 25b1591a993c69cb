using System.Diagnostics;
using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>Runs a shop event by event. The parts of this class follow a request, the metrics, and what happens to the shop.</summary>
sealed partial class ShopEngine
{
    const int ProgressBins = 64;
    const long NsPerTick = 100;
    const long UnixEpochTicks = 621_355_968_000_000_000;

    readonly SimulatedShop _shop;
    readonly SimulationOptions _options;
    readonly ISimulationSink _sink;
    readonly EventQueue _events = new();
    readonly CallPool _calls = new();
    readonly ServiceState[] _services;
    readonly EdgeState[] _edges; // those between services, then those of users
    readonly OperationPlan[] _operations;
    readonly StepPlan[] _steps;
    readonly CallSite[] _sites;
    readonly ShopPlan _plan;
    readonly ArrivalStream[] _arrivals;
    readonly ulong _seed;
    readonly long _endNs;
    readonly long _stepNs;
    readonly long _startUnixNano;
    long _nowNs;
    int _bin;
    long _eventCount;
    long _callCount;
    long _requestCount;
    long _failedRequestCount;
    long _timeoutCount;
    long _retryCount;
    long _spanCount;
    long _logCount;

    public ShopEngine(SimulationOptions options, ISimulationSink sink)
    {
        _shop = new SimulatedShop(options);
        _options = options;
        _sink = sink;
        _plan = new ShopPlan(_shop);
        _services = _plan.Services;
        _edges = [.. _plan.Edges, .. _plan.UserEdges];
        _operations = _plan.Operations;
        _steps = _plan.Steps;
        _sites = _plan.Sites;
        _seed = Draw.Bits((ulong)options.Seed, 0);
        _endNs = options.Duration.Ticks * NsPerTick;
        _stepNs = options.Step.Ticks * NsPerTick;
        _startUnixNano = (options.Start.UtcTicks - UnixEpochTicks) * NsPerTick;
        _networkNs = options.Topology.NetworkMs * 1e6;
        _arrivals = ArrivalStreams.Create(options, _plan, _seed, _endNs);
        _serviceMetrics = new ServiceMetrics[_services.Length];
        _edgeMetrics = new EdgeMetrics[_plan.Edges.Length];
        _hosts = Host.Create(options.Topology.Hosts, options.ClockSkewMs, Draw.Bits(_seed, HostPurpose));
        _crashSlots = CrashSlot.Create(options);
    }

    public SimulationSummary Run(IProgress<SimulationProgress>? progress, CancellationToken cancellation)
    {
        _sink.Begin(_shop);
        Begin();
        while (_bin < _shop.Bins)
        {
            var next = _events.Take();
            _nowNs = next.TimeNs;
            _eventCount++;
            if (next.Kind == EventKind.Flush)
            {
                cancellation.ThrowIfCancellationRequested();
                Flush();
                if (_bin % ProgressBins == 0 || _bin == _shop.Bins)
                {
                    progress?.Report(new SimulationProgress(_bin * _options.Step, _options.Duration, _callCount));
                }
            }
            else
            {
                Handle(next);
            }
        }

        var summary = Summarise();
        _sink.End(summary);
        return summary;
    }

    void Begin()
    {
        StartPods();
        _events.Push(_stepNs, 0, EventKind.Flush, 0);
        for (int stream = 0; stream < _arrivals.Length; stream++)
        {
            ExpectArrival(stream);
        }

        PlanChanges();
    }

    void Handle(SimulationEvent next)
    {
        int index = next.Index;
        switch (next.Kind)
        {
            case EventKind.Arrival:
                Arrive(index);
                return;
            case EventKind.Timeout:
                GiveUp(_sites[index]);
                return;
            case EventKind.Faults:
                UpdateFaults();
                return;
            case EventKind.Autoscale:
                Autoscale(_services[index]);
                return;
            case EventKind.PodReady:
                if (next.IsOf(_pods[index].Generation))
                {
                    MakeReady(_pods[index]);
                }

                return;
            case EventKind.Deploy:
                Deploy(_services[index]);
                return;
            case EventKind.DeployNext:
                DeployNext(_services[index]);
                return;
            case EventKind.Migrate:
                Migrate(_options.Migrations[index]);
                return;
            case EventKind.Crash:
                CrashAgain(_crashSlots[index]);
                return;
            default:
                HandleCall(next, index);
                return;
        }
    }

    void HandleCall(SimulationEvent next, int index)
    {
        if (!next.IsOf(_calls[index].Generation))
        {
            return;
        }

        switch (next.Kind)
        {
            case EventKind.Reach:
                Reach(index);
                return;
            case EventKind.Computed:
                EndComputing(index);
                return;
            case EventKind.Waited:
                End(index, isFailed: false, LogEvent.RequestDone, "");
                return;
            case EventKind.Answer:
                Answer(index);
                return;
            case EventKind.Repeat:
                Attempt(index);
                return;
            default:
                throw new UnreachableException($"BUG: an event of kind {next.Kind} for a call");
        }
    }

    void ExpectArrival(int stream)
    {
        long at = _arrivals[stream].Next(_nowNs);
        if (at < _endNs)
        {
            _events.Push(at, stream, EventKind.Arrival, 0);
        }
    }

    SimulationSummary Summarise() => new()
    {
        Requests = _requestCount,
        FailedRequests = _failedRequestCount,
        Calls = _callCount,
        Timeouts = _timeoutCount,
        Retries = _retryCount,
        Spans = _spanCount,
        Logs = _logCount,
        Bins = _bin,
        Events = _eventCount,
        MostUnderWay = _calls.MostCount,
    };
}
