using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <content>What goes wrong. Effects of faults at the same place multiply, and chances combine as independent ones.</content>
sealed partial class ShopEngine
{
    const double ContentionShare = 0.9;
    const double WaitNs = 400e6;
    const double DelayNs = 150e6;
    const double LossShare = 0.5;
    const double BadSlowness = 3;
    const double BadFailures = 0.3;
    const double NeighbourShare = 0.8;
    const double FullHeapSlowness = 2;
    const double HeapWarning = 0.8;
    const double KilledRestartSeconds = 8;
    const double FirstRestartSeconds = 10;
    const int MostRestartDoublings = 4;
    const double RetrySeconds = 5;
    const long FaultStepNs = 1_000_000_000;

    readonly CrashSlot[] _crashSlots;
    long _leakedNs;

    // The next begin or end, or the next small step of what changes all the time.
    void PlanFaults()
    {
        long next = long.MaxValue;
        foreach (var fault in _options.Faults)
        {
            var (start, end) = (fault.Start.Ticks * NsPerTick, fault.End.Ticks * NsPerTick);
            if (_nowNs < start)
            {
                next = Math.Min(next, start);
            }
            else if (_nowNs < end)
            {
                bool isMoving = fault.Onset == FaultOnset.Gradual || fault.Kind == FaultKind.MemoryLeak;
                next = Math.Min(next, isMoving ? Math.Min(end, _nowNs + FaultStepNs) : end);
            }
        }

        if (next < long.MaxValue)
        {
            _events.Push(next, 0, EventKind.Faults, 0);
        }
    }

    void UpdateFaults()
    {
        LeakMemory();
        foreach (var service in _services)
        {
            service.Touch(_nowNs);
            (service.ComputeFactor, service.StolenShare, service.FailureProbability) = (1, 0, 0);
            (service.WaitMeanNs, service.LeakMibPerSecond) = (0, 0);
        }

        foreach (var edge in _edges)
        {
            (edge.DelayNs, edge.LossProbability) = (0, 0);
        }

        foreach (var host in _hosts)
        {
            host.Touch(_nowNs);
            host.StolenShare = 0;
        }

        foreach (var fault in _options.Faults)
        {
            double level = FaultLevel.At(fault, new TimeSpan(_nowNs / NsPerTick));
            if (level > 0)
            {
                Apply(fault, level);
            }
        }

        foreach (var pod in _pods)
        {
            UpdateSlowdown(pod);
        }

        EndCrashLoops();
        PlanFaults();
    }

    void Apply(Fault fault, double level)
    {
        switch (fault.Kind)
        {
            case FaultKind.NetworkDelay or FaultKind.NetworkLoss:
                var edge = Array.Find(_plan.Edges, one => EdgeNames.Text(NameOf(one.Caller), NameOf(one.Callee)) == fault.Target)!;
                edge.DelayNs += fault.Kind == FaultKind.NetworkDelay ? DelayNs * level : 0;
                edge.LossProbability = Either(edge.LossProbability, fault.Kind == FaultKind.NetworkLoss ? LossShare * level : 0);
                return;
            case FaultKind.NoisyNeighbour:
                var host = _hosts[HostNames.IndexOf(fault.Target, _hosts.Length)];
                host.StolenShare = Either(host.StolenShare, NeighbourShare * level);
                return;
            case FaultKind.TrafficSurge or FaultKind.CrashLoop:
                return;
        }

        var service = _services[IndexOf(fault.Target)];
        switch (fault.Kind)
        {
            case FaultKind.CpuContention:
                service.StolenShare = Either(service.StolenShare, ContentionShare * level);
                service.ComputeFactor /= 1 - (ContentionShare * level);
                break;
            case FaultKind.MemoryLeak:
                double roomMib = service.Spec.MemoryLimitMib - service.Spec.MemoryMib;
                service.LeakMibPerSecond += 2 * level * roomMib / (fault.End - fault.Start).TotalSeconds;
                break;
            case FaultKind.SlowDependency:
                service.WaitMeanNs += WaitNs * level;
                break;
            case FaultKind.ErrorReturns:
                service.FailureProbability = Either(service.FailureProbability, level);
                break;
            case FaultKind.BadDeployment:
                service.ComputeFactor *= 1 + (BadSlowness * level);
                service.FailureProbability = Either(service.FailureProbability, BadFailures * level);
                break;
        }
    }

    string NameOf(int service) => _services[service].Spec.Name;

    static double Either(double first, double second) => 1 - ((1 - first) * (1 - second));

    // What has leaked since the last look; what a leak left behind is gone when no leak is there any more.
    void LeakMemory()
    {
        double seconds = (_nowNs - _leakedNs) / 1e9;
        _leakedNs = _nowNs;
        foreach (var service in _services)
        {
            if (service.LeakMibPerSecond == 0)
            {
                continue;
            }

            bool isOver = !_options.Faults.Any(fault => fault.Kind == FaultKind.MemoryLeak
                && fault.Target == service.Spec.Name && FaultLevel.At(fault, new TimeSpan(_nowNs / NsPerTick)) > 0);
            for (int at = service.Ready.Count - 1; at >= 0; at--)
            {
                var pod = service.Ready[at];
                pod.LeakMib = isOver ? 0 : pod.LeakMib + (service.LeakMibPerSecond * seconds * pod.LeakShare);
                NoteMemory(pod, service);
            }
        }
    }

    void NoteMemory(Pod pod, ServiceState service)
    {
        double mib = service.Spec.MemoryMib + pod.LeakMib;
        if (mib >= service.Spec.MemoryLimitMib)
        {
            Crash(pod, ShopChangeKind.PodOutOfMemory, KilledRestartSeconds);
        }
        else if (mib > HeapWarning * service.Spec.MemoryLimitMib && pod.LeakMib > 0 && !pod.IsMemoryNoted)
        {
            pod.IsMemoryNoted = true;
            LogPod(pod, LogEvent.MemoryHigh, Math.Round(mib), service.Spec.MemoryLimitMib);
        }
    }

    void UpdateSlowdown(Pod pod)
    {
        var spec = _services[pod.Service].Spec;
        double fullness = pod.LeakMib == 0 ? 0 : ((spec.MemoryMib + pod.LeakMib) / spec.MemoryLimitMib) - HeapWarning;
        pod.Slowdown = (1 + (FullHeapSlowness * Math.Max(0, fullness) / (1 - HeapWarning))) / (1 - _hosts[pod.Host].StolenShare);
    }

    void CrashAgain(CrashSlot slot)
    {
        var service = _services[IndexOf(slot.Fault.Target)];
        long endNs = slot.Fault.End.Ticks * NsPerTick;
        if (_nowNs >= endNs)
        {
            return;
        }

        var pod = slot.Pod is { State: PodState.Ready } same && same.Service == service.Index ? same : service.Ready.ElementAtOrDefault(slot.Number);
        double againSeconds = RetrySeconds;
        if (pod is not null)
        {
            double restartSeconds = FirstRestartSeconds * (1 << Math.Min(slot.Crashes, MostRestartDoublings));
            ulong seed = Draw.Bits(_seed, CrashPurpose + (uint)Array.IndexOf(_crashSlots, slot));
            againSeconds = restartSeconds + 10 + (15 * Draw.Uniform(seed, (uint)slot.Crashes));
            slot.Pod = pod;
            slot.Crashes++;
            Crash(pod, ShopChangeKind.PodCrashed, restartSeconds);
        }

        _events.Push(_nowNs + (long)(againSeconds * 1e9), Array.IndexOf(_crashSlots, slot), EventKind.Crash, 0);
    }

    // The fault is over at its end and not when the last long restart is.
    void EndCrashLoops()
    {
        foreach (var slot in _crashSlots)
        {
            if (slot.Pod is { State: PodState.Starting } pod && pod.Service == IndexOf(slot.Fault.Target) && _nowNs >= slot.Fault.End.Ticks * NsPerTick)
            {
                slot.Pod = null;
                pod.Generation++;
                MakeReady(pod);
            }
        }
    }
}
