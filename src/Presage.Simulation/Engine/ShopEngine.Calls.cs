using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <content>A request at the service it is for: arrival, threads, steps, workers, end.</content>
sealed partial class ShopEngine
{
    const int None = -1;

    void Arrive(int stream)
    {
        var arrivals = _arrivals[stream];
        _requestCount++;
        int index = _calls.Rent();
        ref var call = ref _calls[index];
        call.Seed = arrivals.TakeSeed();
        call.IssuedNs = _nowNs;
        call.Parent = None;
        call.Site = None;
        call.Operation = arrivals.Operation;
        call.Service = _operations[arrivals.Operation].Service;
        call.Edge = arrivals.Edge;
        call.Attempt = 0;
        Clear(ref call);
        if (_options.Sampling > 0 && Draw.Uniform(call.Seed, Draw.Sampled) < _options.Sampling)
        {
            call.Flags |= CallFlags.Sampled;
            _calls.Trace(index) = new TraceInfo
            {
                High = Draw.Bits(call.Seed, Draw.TraceHigh),
                Low = Draw.Bits(call.Seed, Draw.TraceLow),
            };
        }

        Reach(index);
        ExpectArrival(stream);
    }

    static void Clear(ref Call call)
    {
        call.Pod = None;
        call.Step = 0;
        call.Pending = 0;
        call.State = CallState.Travelling;
        call.Flags = CallFlags.None;
    }

    void Reach(int index)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        _callCount++;
        call.ReachedNs = _nowNs;
        service.Touch(_nowNs);
        service.InSystem++;
        if (service.Ready.Count == 0)
        {
            Refuse(index, LogEvent.CallRefused);
            return;
        }

        var pod = service.TakeTurn();
        pod.InFlight++;
        call.Pod = pod.Index;
        if ((call.Flags & CallFlags.Sampled) != 0 && service.Spec.Kind is ServiceKind.Service or ServiceKind.External)
        {
            LogRequest(index, LogEvent.RequestStarted, "", 0, 0);
        }

        if (service.Spec.Threads > 0 && !TakeThread(index, service))
        {
            return;
        }

        Advance(index);
    }

    bool TakeThread(int index, ServiceState service)
    {
        ref var call = ref _calls[index];
        if (service.HeldThreads < service.Spec.Threads * service.Ready.Count)
        {
            service.HeldThreads++;
            call.Flags |= CallFlags.HasThread;
            return true;
        }

        if (service.ForThread.Count >= (long)service.Spec.QueueLimit * service.Ready.Count)
        {
            Refuse(index, LogEvent.Refused);
            return false;
        }

        call.State = CallState.WaitingForThread;
        service.ForThread.Add(_calls, index);
        return false;
    }

    /// <summary>Goes on with the present step, and with the next ones as long as nothing has to be waited for.</summary>
    void Advance(int index)
    {
        while (true)
        {
            ref var call = ref _calls[index];
            ref readonly var operation = ref _operations[call.Operation];
            int step = operation.FirstStep + call.Step;
            if (step == operation.EndStep)
            {
                Complete(index);
                return;
            }

            ref readonly var plan = ref _steps[step];
            if (plan.SiteCount == 0)
            {
                AskForWorker(index);
                return;
            }

            call.State = CallState.Calling;
            short pending = Issue(index, plan.FirstSite, plan.FirstSite + plan.SiteCount);
            call = ref _calls[index];
            call.Pending = pending;
            if (pending > 0)
            {
                return;
            }

            call.Step++;
        }
    }

    void AskForWorker(int index)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        if (service.Busy < service.Capacity)
        {
            Compute(index);
            return;
        }

        bool isNew = call.Step == 0 && service.Spec.Threads == 0;
        if (isNew && service.ForWorker.Count >= (long)service.Spec.QueueLimit * service.Ready.Count)
        {
            Refuse(index, LogEvent.Refused);
            return;
        }

        service.Touch(_nowNs);
        call.State = CallState.WaitingForWorker;
        service.ForWorker.Add(_calls, index);
    }

    void Compute(int index)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        service.Touch(_nowNs);
        service.Busy++;
        LeaveBacklog(ref call);
        call.State = CallState.Computing;
        ref readonly var step = ref _steps[_operations[call.Operation].FirstStep + call.Step];
        double time = step.Sampler.Sample(call.Seed, (uint)call.Step * Draw.PerStep) * service.ComputeFactor * _pods[call.Pod].Slowdown;
        _events.Push(_nowNs + (long)time, index, EventKind.Computed, call.Generation);
    }

    void EndComputing(int index)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        service.Touch(_nowNs);
        service.Busy--;
        // Those that waited come first: the next step of this request is new to the queue.
        UseWorkers(service);
        call = ref _calls[index];
        ref readonly var operation = ref _operations[call.Operation];
        double failing = 1 - ((1 - operation.ErrorRate) * (1 - service.FailureProbability));
        if (failing > 0 && Draw.Uniform(call.Seed, Draw.Failure) < failing)
        {
            End(index, isFailed: true, LogEvent.RequestFailed, "");
            return;
        }

        call.Step++;
        Advance(index);
    }

    // The caller has touched the service.
    void UseWorkers(ServiceState service)
    {
        while (service.ForWorker.Count > 0 && service.Busy < service.Capacity)
        {
            Compute(service.ForWorker.Take(_calls));
        }
    }

    // The caller has touched the service.
    void UseThreads(ServiceState service)
    {
        while (service.ForThread.Count > 0 && service.HeldThreads < service.Spec.Threads * service.Ready.Count)
        {
            service.HeldThreads++;
            int index = service.ForThread.Take(_calls);
            _calls[index].Flags |= CallFlags.HasThread;
            Advance(index);
        }
    }

    void Complete(int index)
    {
        ref var call = ref _calls[index];
        double waitNs = _services[call.Service].WaitMeanNs;
        if (waitNs == 0)
        {
            End(index, isFailed: false, LogEvent.RequestDone, "");
            return;
        }

        call.State = CallState.Waiting;
        _events.Push(_nowNs + (long)(waitNs * Draw.Exponential(call.Seed, Draw.Waiting)), index, EventKind.Waited, call.Generation);
    }

    /// <summary>The service is through with a request.</summary>
    /// <param name="index">The request.</param>
    /// <param name="isFailed">Whether it failed.</param>
    /// <param name="reason">Why it failed.</param>
    /// <param name="name">The service whose fault it was, or nothing.</param>
    void End(int index, bool isFailed, LogEvent reason, string name)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        service.Touch(_nowNs);
        service.InSystem--;
        service.Requests++;
        _edges[call.Edge].Server.Record(_nowNs - call.ReachedNs);
        if (isFailed)
        {
            service.Errors++;
            call.Flags |= CallFlags.Failed;
        }

        LogEnd(index, isFailed, reason, name);
        if ((call.Flags & CallFlags.Sampled) != 0)
        {
            WriteServerSpan(index);
        }

        LeaveBacklog(ref call);
        LeavePod(call.Pod);
        bool hadThread = (call.Flags & CallFlags.HasThread) != 0;
        Reply(index);
        if (hadThread)
        {
            service.HeldThreads--;
            UseThreads(service);
        }
    }

    /// <summary>The service does not take a request.</summary>
    void Refuse(int index, LogEvent reason)
    {
        ref var call = ref _calls[index];
        var service = _services[call.Service];
        service.Touch(_nowNs);
        service.InSystem--;
        service.Requests++;
        service.Errors++;
        service.Refused++;
        call.Flags |= CallFlags.Failed;
        LeaveBacklog(ref call);
        if (reason == LogEvent.Refused)
        {
            LogRequest(index, reason, "", service.Waiting, service.Spec.QueueLimit * service.Ready.Count);
        }
        else
        {
            LogCaller(index, reason, 0, 0);
        }

        if (call.Pod != None)
        {
            LeavePod(call.Pod);
        }

        Reply(index);
    }

    void Reply(int index)
    {
        ref var call = ref _calls[index];
        bool isFailed = (call.Flags & CallFlags.Failed) != 0;
        if (call.Site == None)
        {
            var users = _edges[call.Edge];
            users.Calls++;
            users.Errors += isFailed ? 1 : 0;
            _failedRequestCount += isFailed ? 1 : 0;
            _calls.Return(index);
        }
        else if ((call.Flags & CallFlags.Detached) != 0)
        {
            _calls.Return(index);
        }
        else
        {
            call.State = CallState.Answering;
            _events.Push(_nowNs + Travel(in call, Draw.NetworkBack), index, EventKind.Answer, call.Generation);
        }
    }

    void LeaveBacklog(ref Call call)
    {
        if ((call.Flags & CallFlags.InBacklog) != 0)
        {
            call.Flags &= ~CallFlags.InBacklog;
            var broker = _services[_edges[call.Edge].Caller];
            broker.Touch(_nowNs);
            broker.Backlog--;
        }
    }
}
