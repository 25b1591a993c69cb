using Presage.Simulation.Emission;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <content>What operators do: scaling, new versions, migrations.</content>
sealed partial class ShopEngine
{
    const long DeployPauseNs = 2_000_000_000;
    const double DeployStartSeconds = 6;
    const double Tolerance = 0.1;

    void PlanChanges()
    {
        foreach (var service in _services)
        {
            if (service.Spec.Autoscaling is { } scaling)
            {
                _events.Push((long)(scaling.IntervalSeconds * 1e9), service.Index, EventKind.Autoscale, 0);
            }
        }

        foreach (var deployment in _options.Deployments)
        {
            Plan(deployment.At, IndexOf(deployment.Service), EventKind.Deploy);
        }

        foreach (var fault in _options.Faults.Where(fault => fault.Kind == FaultKind.BadDeployment))
        {
            Plan(fault.Start, IndexOf(fault.Target), EventKind.Deploy);
            Plan(fault.End, IndexOf(fault.Target), EventKind.Deploy);
        }

        for (int migration = 0; migration < _options.Migrations.Count; migration++)
        {
            Plan(_options.Migrations[migration].At, migration, EventKind.Migrate);
        }

        for (int slot = 0; slot < _crashSlots.Length; slot++)
        {
            Plan(_crashSlots[slot].First, slot, EventKind.Crash);
        }

        // At once, because a fault may begin with the simulation.
        _events.Push(0, 0, EventKind.Faults, 0);
    }

    void Plan(TimeSpan at, int index, EventKind kind) => _events.Push(at.Ticks * NsPerTick, index, kind, 0);

    int IndexOf(string service) => Array.FindIndex(_services, one => one.Spec.Name == service);

    void Autoscale(ServiceState service)
    {
        var scaling = service.Spec.Autoscaling!;
        _events.Push(_nowNs + (long)(scaling.IntervalSeconds * 1e9), service.Index, EventKind.Autoscale, 0);
        service.Touch(_nowNs);
        var (busy, capacity) = (service.BusyNs + service.StolenNs - service.ScaledBusyNs, service.CapacityNs - service.ScaledCapacityNs);
        service.ScaledBusyNs = service.BusyNs + service.StolenNs;
        service.ScaledCapacityNs = service.CapacityNs;
        if (service.IsDeploying || capacity <= 0)
        {
            return;
        }

        // Of those that take requests: instances that still start must not be multiplied once more.
        double instances = capacity / (scaling.IntervalSeconds * 1e9 * service.Spec.Workers);
        double ratio = busy / capacity / scaling.TargetUtilisation;
        int wanted = Math.Abs(ratio - 1) <= Tolerance ? service.Wanted : (int)Math.Ceiling(instances * ratio);
        wanted = Math.Clamp(wanted, scaling.Least, scaling.Most);
        if (wanted >= service.Wanted)
        {
            service.CalmSinceNs = None;
            if (wanted > service.Wanted)
            {
                Scale(service, wanted);
            }

            return;
        }

        service.CalmMost = service.CalmSinceNs == None ? wanted : Math.Max(service.CalmMost, wanted);
        service.CalmSinceNs = service.CalmSinceNs == None ? _nowNs : service.CalmSinceNs;
        if (_nowNs - service.CalmSinceNs >= scaling.CalmSeconds * 1e9)
        {
            service.CalmSinceNs = None;
            Scale(service, service.CalmMost);
        }
    }

    void Scale(ServiceState service, int wanted)
    {
        Tell(ShopChangeKind.Scaled, service, from: service.Wanted, to: wanted);
        for (; service.Wanted < wanted; service.Wanted++)
        {
            StartPod(NewPod(service), service.Spec.Autoscaling!.DelaySeconds);
        }

        for (; service.Wanted > wanted; service.Wanted--)
        {
            Stop(service.Pods.FindLast(pod => pod.State is PodState.Starting or PodState.Ready)!);
        }
    }

    void Deploy(ServiceState service)
    {
        service.Version++;
        service.CacheEmptiedNs = _nowNs;
        Tell(ShopChangeKind.Deployed, service, to: service.Version);
        if (!service.IsDeploying)
        {
            service.IsDeploying = true;
            DeployNext(service);
        }
    }

    void DeployNext(ServiceState service)
    {
        var old = service.Pods.Find(pod => pod.Version < service.Version && pod.State is PodState.Starting or PodState.Ready);
        if (old is null)
        {
            service.IsDeploying = false;
            return;
        }

        var pod = NewPod(service);
        pod.Replaces = old;
        StartPod(pod, DeployStartSeconds);
    }

    void Migrate(Migration migration)
    {
        var (caller, from, to) = (IndexOf(migration.Service), IndexOf(migration.From), IndexOf(migration.To));
        int operation = _plan.OperationOf(migration.Service, migration.Operation);
        foreach (var site in _sites)
        {
            if (site.CallerOperation == operation && _operations[site.Operation].Service == from)
            {
                site.Operation = _plan.OperationOf(migration.To, migration.ToOperation);
                site.Edge = _plan.EdgeOf(caller, to);
            }
        }

        Tell(ShopChangeKind.Migrated, _services[caller], from: from, to: to, operation: migration.Operation);
    }
}
