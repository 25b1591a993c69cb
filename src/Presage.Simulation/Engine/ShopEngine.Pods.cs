using Presage.Simulation.Draws;
using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <content>Pods: starting, stopping, crashing.</content>
sealed partial class ShopEngine
{
    const uint HostPurpose = 20;
    const uint PodPurpose = 21;
    const uint CrashPurpose = 100;
    const uint LeakPurpose = 0x8000_0000;
    const double SpareCores = 1.5;
    const double LeastCores = 4;

    readonly Host[] _hosts;
    readonly List<Pod> _pods = [];
    readonly Stack<Pod> _freePods = [];
    readonly List<int> _broken = [];

    void StartPods()
    {
        foreach (var service in _services)
        {
            service.Wanted = service.Spec.Instances;
            for (int instance = 0; instance < service.Wanted; instance++)
            {
                MakeReady(NewPod(service));
            }
        }

        foreach (var host in _hosts)
        {
            double workers = _pods.Where(pod => _hosts[pod.Host] == host).Sum(pod => _services[pod.Service].Spec.Workers);
            host.Cores = Math.Max(LeastCores, Math.Ceiling(workers * SpareCores));
        }
    }

    Pod NewPod(ServiceState service)
    {
        if (!_freePods.TryPop(out var pod))
        {
            pod = new Pod { Index = _pods.Count };
            _pods.Add(pod);
        }

        ulong seed = Draw.Bits(Draw.Bits(_seed, PodPurpose), (uint)service.Index);
        int number = service.PodsMade++;
        pod.Generation++;
        pod.Service = service.Index;
        pod.Name = PodNames.Text(service.Spec.Name, seed, service.Version, number);
        pod.Host = HostNames.Place(service.Index, number, _hosts.Length);
        pod.State = PodState.Starting;
        pod.Version = service.Version;
        pod.InFlight = 0;
        pod.LeakMib = 0;
        pod.LeakShare = 0.85 + (0.3 * Draw.Uniform(seed, LeakPurpose + (uint)number));
        pod.IsMemoryNoted = false;
        pod.Replaces = null;
        UpdateSlowdown(pod);
        service.Pods.Add(pod);
        return pod;
    }

    void StartPod(Pod pod, double afterSeconds) =>
        _events.Push(_nowNs + (long)(afterSeconds * 1e9), pod.Index, EventKind.PodReady, pod.Generation);

    void MakeReady(Pod pod)
    {
        var service = _services[pod.Service];
        service.Touch(_nowNs);
        pod.State = PodState.Ready;
        pod.ReadySinceNs = _nowNs;
        service.Ready.Add(pod);
        service.Capacity += service.Spec.Workers;
        UpdateSlowdown(pod);
        Tell(ShopChangeKind.PodReady, service, pod.Name);
        if (_nowNs > 0)
        {
            LogPod(pod, LogEvent.Started, pod.Version, 1200 + (400 * pod.LeakShare));
        }

        if (pod.Replaces is { } replaced)
        {
            pod.Replaces = null;
            Stop(replaced);
            _events.Push(_nowNs + DeployPauseNs, service.Index, EventKind.DeployNext, 0);
        }

        UseThreads(service);
        UseWorkers(service);
    }

    void Stop(Pod pod)
    {
        var service = _services[pod.Service];
        if (pod.State == PodState.Ready)
        {
            LeaveReady(pod, service);
            pod.State = PodState.Draining;
            LogPod(pod, LogEvent.Stopping, pod.InFlight, 0);
        }
        else if (pod.State == PodState.Starting)
        {
            pod.State = PodState.Draining;
        }

        Tell(ShopChangeKind.PodStopped, service, pod.Name);
        RetireWhenIdle(pod);
    }

    void LeaveReady(Pod pod, ServiceState service)
    {
        service.Touch(_nowNs);
        service.Ready.Remove(pod);
        service.Capacity -= service.Spec.Workers;
    }

    void LeavePod(int index)
    {
        var pod = _pods[index];
        pod.InFlight--;
        RetireWhenIdle(pod);
    }

    void RetireWhenIdle(Pod pod)
    {
        if (pod.State == PodState.Draining && pod.InFlight == 0)
        {
            pod.State = PodState.Gone;
            pod.Generation++;
            _services[pod.Service].Pods.Remove(pod);
            _freePods.Push(pod);
        }
    }

    /// <summary>A ready pod is gone at once: what it has fails, and it comes back under the same name.</summary>
    void Crash(Pod pod, ShopChangeKind kind, double restartSeconds)
    {
        var service = _services[pod.Service];
        LeaveReady(pod, service);
        pod.State = PodState.Starting;
        pod.Generation++;
        service.CacheEmptiedNs = _nowNs;
        Tell(kind, service, pod.Name);
        LogPod(
            pod,
            kind == ShopChangeKind.PodOutOfMemory ? LogEvent.OutOfMemory : LogEvent.Crashed,
            kind == ShopChangeKind.PodOutOfMemory ? service.Spec.MemoryLimitMib : (_nowNs - pod.ReadySinceNs) / 1e9,
            0);
        pod.LeakMib = 0;
        pod.IsMemoryNoted = false;
        StartPod(pod, restartSeconds);
        BreakCalls(pod, service);
        service.Touch(_nowNs);
        UseThreads(service);
        UseWorkers(service);
    }

    void BreakCalls(Pod pod, ServiceState service)
    {
        _broken.Clear();
        MoveWaiting(ref service.ForThread, pod, service);
        MoveWaiting(ref service.ForWorker, pod, service);
        for (int index = 0; index < _calls.Length; index++)
        {
            ref var call = ref _calls[index];
            if (call.Pod != pod.Index || call.State is not (CallState.Computing or CallState.Calling or CallState.Waiting))
            {
                continue;
            }

            service.Busy -= call.State == CallState.Computing ? 1 : 0;
            // What it had under way no longer concerns it: its end of computing, the answers of its calls.
            call.Generation++;
            _broken.Add(index);
        }

        // Only now: ending one request may start others, which must not be broken in turn.
        foreach (int index in _broken)
        {
            End(index, isFailed: true, LogEvent.RequestFailed, "");
        }
    }

    // A request that no worker has touched can go to another pod; one that was under way is lost with its pod.
    void MoveWaiting(ref CallQueue queue, Pod pod, ServiceState service)
    {
        for (int left = queue.Count; left > 0; left--)
        {
            int index = queue.Take(_calls);
            ref var call = ref _calls[index];
            if (call.Pod == pod.Index)
            {
                if (call.Step > 0 || service.Ready.Count == 0)
                {
                    _broken.Add(index);
                    continue;
                }

                var other = service.TakeTurn();
                pod.InFlight--;
                other.InFlight++;
                call.Pod = other.Index;
            }

            queue.Add(_calls, index);
        }
    }

    void Tell(ShopChangeKind kind, ServiceState service, string? pod = null, int from = 0, int to = 0, string? operation = null) =>
        _sink.Change(new ShopChange
        {
            Kind = kind,
            At = new TimeSpan(_nowNs / NsPerTick),
            Service = service.Index,
            Pod = pod,
            From = from,
            To = to,
            Operation = operation,
        });
}
