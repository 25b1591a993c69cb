using Presage.Simulation.Emission;

namespace Presage.Simulation.Engine;

/// <content>Metrics at the end of each bin.</content>
sealed partial class ShopEngine
{
    const double NsPerMs = 1e6;
    const double RequestMib = 0.05;
    const double GarbageMib = 0.01;
    const double HeapShare = 0.3;
    const double HeapKept = 0.15;

    readonly ServiceMetrics[] _serviceMetrics;
    readonly EdgeMetrics[] _edgeMetrics;
    readonly LatencyHistogram _server = new();
    readonly LatencyHistogram _client = new();

    void Flush()
    {
        foreach (var service in _services)
        {
            service.Touch(_nowNs);
        }

        foreach (var host in _hosts)
        {
            host.Touch(_nowNs);
        }

        LoadHosts();
        foreach (var service in _services)
        {
            _serviceMetrics[service.Index] = Measure(service);
            NoteSuppressed(service);
        }

        for (int edge = 0; edge < _edgeMetrics.Length; edge++)
        {
            _edgeMetrics[edge] = Measure(_edges[edge]);
        }

        _sink.Metrics(new MetricsBin
        {
            Index = _bin,
            StartUnixMs = (_startUnixNano + (_bin * _stepNs)) / 1_000_000,
            Services = _serviceMetrics,
            Edges = _edgeMetrics,
            EndToEnd = MeasureUsers(),
        });
        foreach (var edge in _edges)
        {
            edge.Clear();
        }

        foreach (var service in _services)
        {
            service.BeginBin();
        }

        foreach (var host in _hosts)
        {
            host.BeginBin();
        }

        _bin++;
        _events.Push(_nowNs + _stepNs, 0, EventKind.Flush, 0);
    }

    ServiceMetrics Measure(ServiceState service)
    {
        _server.Clear();
        _client.Clear();
        foreach (var edge in service.Incoming)
        {
            _server.Add(edge.Server);
        }

        foreach (var edge in service.Outgoing)
        {
            _client.Add(edge.Client);
        }

        double ready = (service.ReadyNs - service.BinReadyNs) / _stepNs;
        double concurrency = (service.InSystemNs - service.BinInSystemNs) / _stepNs;
        double cpu = Cpu(service);
        return new ServiceMetrics
        {
            Requests = service.Requests,
            Errors = service.Errors,
            Refused = service.Refused,
            Workload = service.Requests * 1e9 / _stepNs,
            LatencyMeanMs = _server.MeanNs / NsPerMs,
            LatencyP50Ms = _server.Quantile(0.5) / NsPerMs,
            LatencyP90Ms = _server.Quantile(0.9) / NsPerMs,
            LatencyP95Ms = _server.Quantile(0.95) / NsPerMs,
            LatencyP99Ms = _server.Quantile(0.99) / NsPerMs,
            Cpu = cpu,
            CpuMillicores = 1000 * cpu * (service.CapacityNs - service.BinCapacityNs) / _stepNs,
            HostCpu = HostCpu(service),
            MemoryMib = Memory(service, concurrency / Math.Max(1, ready)),
            QueueLength = (service.WaitingNs - service.BinWaitingNs) / _stepNs,
            Concurrency = concurrency,
            Instances = ready,
            ClientP90Ms = _client.Quantile(0.9) / NsPerMs,
            ClientP95Ms = _client.Quantile(0.95) / NsPerMs,
            ClientP99Ms = _client.Quantile(0.99) / NsPerMs,
        };
    }

    // A program inside the pods counts as theirs; one beside them only slows them down.
    static double Cpu(ServiceState service, double capacity, double neighbour)
    {
        if (capacity <= 0)
        {
            return 0;
        }

        double busy = Math.Min(1, (service.BusyNs - service.BinBusyNs) / capacity);
        double stolen = (service.StolenNs - service.BinStolenNs) / capacity;
        return (busy * (1 - stolen) * (1 - neighbour)) + stolen;
    }

    double Cpu(ServiceState service)
    {
        double neighbour = 0;
        foreach (var pod in service.Ready)
        {
            neighbour += _hosts[pod.Host].BinStolenShare(_stepNs) / service.Ready.Count;
        }

        return Cpu(service, service.CapacityNs - service.BinCapacityNs, neighbour);
    }

    double HostCpu(ServiceState service)
    {
        double sum = 0;
        foreach (var pod in service.Ready)
        {
            sum += _hosts[pod.Host].Cpu;
        }

        return service.Ready.Count > 0 ? sum / service.Ready.Count : 0;
    }

    // Garbage piles up with requests and is collected at a share of the room, as runtimes do.
    static double Memory(ServiceState service, double requests)
    {
        var spec = service.Spec;
        double ceilingMib = HeapShare * (spec.MemoryLimitMib - spec.MemoryMib);
        double garbageMib = GarbageMib * service.Requests / Math.Max(1, service.Ready.Count);
        service.HeapMib += garbageMib;
        if (service.HeapMib > ceilingMib)
        {
            service.HeapMib = HeapKept * ceilingMib;
        }

        double leakMib = 0;
        foreach (var pod in service.Ready)
        {
            leakMib += pod.LeakMib / service.Ready.Count;
        }

        return Math.Min(spec.MemoryLimitMib, spec.MemoryMib + service.HeapMib + (RequestMib * requests) + leakMib);
    }

    static EdgeMetrics Measure(EdgeState edge) => new()
    {
        Calls = edge.Calls,
        Errors = edge.Errors,
        LatencyMeanMs = edge.Client.MeanNs / NsPerMs,
        LatencyP50Ms = edge.Client.Quantile(0.5) / NsPerMs,
        LatencyP95Ms = edge.Client.Quantile(0.95) / NsPerMs,
        ServerP50Ms = edge.Server.Quantile(0.5) / NsPerMs,
    };

    EndToEndMetrics MeasureUsers()
    {
        _server.Clear();
        var (requests, errors) = (0L, 0L);
        foreach (var edge in _plan.UserEdges)
        {
            _server.Add(edge.Server);
            requests += edge.Calls;
            errors += edge.Errors;
        }

        return new EndToEndMetrics
        {
            Requests = requests,
            Errors = errors,
            LatencyP50Ms = _server.Quantile(0.5) / NsPerMs,
            LatencyP90Ms = _server.Quantile(0.9) / NsPerMs,
            LatencyP95Ms = _server.Quantile(0.95) / NsPerMs,
            LatencyP99Ms = _server.Quantile(0.99) / NsPerMs,
        };
    }

    void LoadHosts()
    {
        foreach (var host in _hosts)
        {
            host.UsedCores = host.BinStolenShare(_stepNs) * host.Cores;
        }

        foreach (var service in _services)
        {
            double cores = Cpu(service) * service.Spec.Workers;
            foreach (var pod in service.Ready)
            {
                _hosts[pod.Host].UsedCores += cores;
            }
        }
    }
}
