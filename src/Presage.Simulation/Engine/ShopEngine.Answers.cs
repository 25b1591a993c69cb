using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <content>A call at the service that makes it: sending, network, answers, giving up, repeating.</content>
sealed partial class ShopEngine
{
    const int CopiesPerSite = 64;
    const int AttemptsPerCopy = 16;
    const double CacheFillNs = 120e9;
    const double CacheFullNs = 1200e9;
    const double SteadyShare = 0.6;
    const long ResendNs = 200_000_000;
    const int MostResends = 6;

    readonly double _networkNs;

    /// <summary>Makes the calls of a step.</summary>
    /// <returns>How many answers it has to wait for.</returns>
    short Issue(int parent, int firstSite, int endSite)
    {
        int pending = 0;
        ulong seed = _calls[parent].Seed;
        for (int index = firstSite; index < endSite; index++)
        {
            var site = _sites[index];
            double needed = site.Probability * (1 - HitRatio(site));
            uint number = site.Number * CopiesPerSite;
            for (int copy = 0; copy < site.Count; copy++)
            {
                if (needed < 1 && Draw.Uniform(seed, Draw.Needed + number + (uint)copy) >= needed)
                {
                    continue;
                }

                int call = RentChild(parent, index, copy, attempt: 0);
                if (site.IsMessage)
                {
                    SendMessage(call, parent);
                }
                else
                {
                    Attempt(call);
                    pending++;
                }
            }
        }

        return (short)pending;
    }

    // A cache that was emptied fills again, quickly at first.
    double HitRatio(CallSite site)
    {
        if (site.HitRatio == 0)
        {
            return 0;
        }

        double age = _nowNs - _services[site.Service].CacheEmptiedNs;
        return age > CacheFullNs ? site.HitRatio : site.HitRatio * (1 - Math.Exp(-age / CacheFillNs));
    }

    void SendMessage(int index, int parent)
    {
        Send(index, parent);
        ref var call = ref _calls[index];
        call.Flags |= CallFlags.Message | CallFlags.Detached;
        call.Parent = None;
        var edge = _edges[call.Edge];
        edge.Calls++;
        var sender = _services[edge.Caller];
        if (sender.Spec.Kind == ServiceKind.Queue)
        {
            sender.Touch(_nowNs);
            sender.Backlog++;
            call.Flags |= CallFlags.InBacklog;
        }

        if ((call.Flags & CallFlags.Sampled) != 0)
        {
            WriteClientSpan(index, _calls[parent].Pod, isFailed: false);
        }

        Depart(index);
    }

    int RentChild(int parent, int site, int copy, int attempt)
    {
        int index = _calls.Rent();
        ref var call = ref _calls[index];
        call.Parent = parent;
        call.ParentGeneration = _calls[parent].Generation;
        call.Site = site;
        call.Copy = (short)copy;
        call.Attempt = (byte)attempt;
        Clear(ref call);
        return index;
    }

    /// <summary>Attempts a call, for the first time or again.</summary>
    void Attempt(int index)
    {
        ref var call = ref _calls[index];
        if (_calls[call.Parent].Generation != call.ParentGeneration)
        {
            _calls.Return(index);
            return;
        }

        Send(index, call.Parent);
        if (_sites[call.Site].TimeoutNs > 0)
        {
            JoinTimeouts(index);
        }

        Depart(index);
    }

    // What a call is follows from its caller and the call site as it is now.
    void Send(int index, int parent)
    {
        ref var call = ref _calls[index];
        ref var caller = ref _calls[parent];
        var site = _sites[call.Site];
        uint number = (((site.Number * CopiesPerSite) + (uint)call.Copy) * AttemptsPerCopy) + call.Attempt;
        call.Seed = Draw.Bits(caller.Seed, Draw.Child + number);
        call.IssuedNs = _nowNs;
        call.Operation = site.Operation;
        call.Service = _operations[site.Operation].Service;
        call.Edge = site.Edge;
        Clear(ref call);
        if ((caller.Flags & CallFlags.Sampled) != 0)
        {
            call.Flags |= CallFlags.Sampled;
            ref var trace = ref _calls.Trace(index);
            trace = _calls.Trace(parent);
            trace.Parent = Draw.Bits(caller.Seed, Draw.ServerSpan);
        }
    }

    void Depart(int index)
    {
        ref var call = ref _calls[index];
        long travelNs = Travel(in call, Draw.NetworkThere);
        if (travelNs == 0)
        {
            Reach(index);
        }
        else
        {
            _events.Push(_nowNs + travelNs, index, EventKind.Reach, call.Generation);
        }
    }

    long Travel(in Call call, uint purpose)
    {
        double travelNs = _networkNs > 0 ? _networkNs * (SteadyShare + ((1 - SteadyShare) * Draw.Exponential(call.Seed, purpose))) : 0;
        var edge = _edges[call.Edge];
        if (edge.DelayNs > 0)
        {
            travelNs += edge.DelayNs * (0.9 + (0.2 * Draw.Uniform(call.Seed, purpose + 1)));
        }

        if (edge.LossProbability > 0)
        {
            for (int resend = 0; resend < MostResends && Draw.Uniform(call.Seed, purpose + 2 + (uint)resend) < edge.LossProbability; resend++)
            {
                travelNs += ResendNs << resend;
            }
        }

        return (long)travelNs;
    }

    void Answer(int index)
    {
        ref var call = ref _calls[index];
        if ((call.Flags & CallFlags.Detached) != 0)
        {
            _calls.Return(index);
            return;
        }

        LeaveTimeouts(index);
        int parent = call.Parent;
        if (_calls[parent].Generation != call.ParentGeneration)
        {
            _calls.Return(index);
            return;
        }

        bool isFailed = (call.Flags & CallFlags.Failed) != 0;
        CountAttempt(index, isFailed);
        var site = _sites[call.Site];
        if (isFailed && call.Attempt < site.Retries)
        {
            call.Attempt++;
            call.State = CallState.Travelling;
            Repeat(index, site);
            return;
        }

        string callee = _services[call.Service].Spec.Name;
        _calls.Return(index);
        EndCall(parent, isFailed && !site.IsOptional, callee);
    }

    void CountAttempt(int index, bool isFailed)
    {
        ref var call = ref _calls[index];
        var edge = _edges[call.Edge];
        edge.Calls++;
        edge.Errors += isFailed ? 1 : 0;
        edge.Client.Record(_nowNs - call.IssuedNs);
        if ((call.Flags & CallFlags.Sampled) != 0)
        {
            WriteClientSpan(index, _calls[call.Parent].Pod, isFailed);
        }
    }

    void Repeat(int index, CallSite site)
    {
        ref var call = ref _calls[index];
        _retryCount++;
        LogCaller(index, LogEvent.CallRetried, call.Attempt, site.Retries);
        double pauseNs = site.BackoffNs * (1 << (call.Attempt - 1)) * (0.5 + Draw.Uniform(call.Seed, Draw.Backoff));
        _events.Push(_nowNs + (long)pauseNs, index, EventKind.Repeat, call.Generation);
    }

    void EndCall(int parent, bool failsStep, string callee)
    {
        ref var caller = ref _calls[parent];
        if (failsStep)
        {
            caller.Flags |= CallFlags.StepFailed;
        }

        if (--caller.Pending > 0)
        {
            return;
        }

        if ((caller.Flags & CallFlags.StepFailed) != 0)
        {
            End(parent, isFailed: true, LogEvent.DependencyFailed, callee);
            return;
        }

        caller.Step++;
        Advance(parent);
    }

    /// <summary>Gives up every attempt of a site that has waited for too long, and looks again when the next one is due.</summary>
    void GiveUp(CallSite site)
    {
        // Attempts that begin meanwhile must not ask for an event of their own.
        while (site.OldestWaiting != None)
        {
            int index = site.OldestWaiting;
            long dueNs = _calls[index].IssuedNs + site.TimeoutNs;
            if (dueNs > _nowNs)
            {
                ExpectTimeout(site, _calls[index].Site, dueNs);
                return;
            }

            GiveUp(index, site);
        }

        site.HasTimeoutEvent = false;
    }

    void GiveUp(int index, CallSite site)
    {
        LeaveTimeouts(index);
        ref var call = ref _calls[index];
        call.Flags |= CallFlags.Detached;
        int parent = call.Parent;
        if (_calls[parent].Generation != call.ParentGeneration)
        {
            return;
        }

        _timeoutCount++;
        CountAttempt(index, isFailed: true);
        LogCaller(index, LogEvent.CallTimedOut, site.TimeoutNs / 1e6, 0);
        call.Parent = None;
        string callee = _services[call.Service].Spec.Name;
        if (call.Attempt >= site.Retries)
        {
            EndCall(parent, !site.IsOptional, callee);
            return;
        }

        // The service still has the given-up attempt, so that the next one needs a place of its own.
        var (siteIndex, copy, attempt, operation, serviceIndex, edge, seed) =
            (call.Site, call.Copy, call.Attempt + 1, call.Operation, call.Service, call.Edge, call.Seed);
        int next = RentChild(parent, siteIndex, copy, attempt);
        ref var repeated = ref _calls[next];
        repeated.Seed = seed;
        repeated.Operation = operation;
        repeated.Service = serviceIndex;
        repeated.Edge = edge;
        repeated.Flags |= _calls[parent].Flags & CallFlags.Sampled;
        if ((repeated.Flags & CallFlags.Sampled) != 0)
        {
            _calls.Trace(next) = _calls.Trace(index);
        }

        Repeat(next, site);
    }

    void JoinTimeouts(int index)
    {
        ref var call = ref _calls[index];
        var site = _sites[call.Site];
        call.Flags |= CallFlags.HasTimeout;
        call.EarlierTimeout = site.NewestWaiting;
        call.LaterTimeout = None;
        if (site.NewestWaiting == None)
        {
            site.OldestWaiting = index;
        }
        else
        {
            _calls[site.NewestWaiting].LaterTimeout = index;
        }

        site.NewestWaiting = index;
        if (!site.HasTimeoutEvent)
        {
            ExpectTimeout(site, call.Site, _nowNs + site.TimeoutNs);
        }
    }

    void ExpectTimeout(CallSite site, int index, long atNs)
    {
        site.HasTimeoutEvent = true;
        _events.Push(atNs, index, EventKind.Timeout, 0);
    }

    void LeaveTimeouts(int index)
    {
        ref var call = ref _calls[index];
        if ((call.Flags & CallFlags.HasTimeout) == 0)
        {
            return;
        }

        call.Flags &= ~CallFlags.HasTimeout;
        var site = _sites[call.Site];
        if (call.EarlierTimeout == None)
        {
            site.OldestWaiting = call.LaterTimeout;
        }
        else
        {
            _calls[call.EarlierTimeout].LaterTimeout = call.LaterTimeout;
        }

        if (call.LaterTimeout == None)
        {
            site.NewestWaiting = call.EarlierTimeout;
        }
        else
        {
            _calls[call.LaterTimeout].EarlierTimeout = call.EarlierTimeout;
        }
    }
}
