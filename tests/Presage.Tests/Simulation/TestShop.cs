using Presage.Simulation;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Sinks;
using Presage.Simulation.Topologies;

namespace Presage.Tests.Simulation;

/// <summary>Small shops whose behaviour can be worked out by hand.</summary>
static class TestShop
{
    /// <summary>One service with one operation <c>work</c> that only computes, without a network.</summary>
    public static ShopTopology Single(ServiceTime time, double rate, int workers = 1, int instances = 1, int queueLimit = 1_000_000) => new()
    {
        Name = "single",
        Services = [Service("server", StepSpec.Computing(time)) with { Workers = workers, Instances = instances, QueueLimit = queueLimit }],
        Entries = [new() { Service = "server", Operation = "work", Rate = rate }],
        NetworkMs = 0,
    };

    /// <summary>
    /// <c>front</c> calls <c>left</c> and <c>right</c> at the same time; both call <c>store</c>. <c>aside</c> has users of its own and is
    /// called by nobody.
    /// </summary>
    public static ShopTopology Diamond(double rate = 40) => new()
    {
        Name = "diamond",
        Services =
        [
            Service("front", StepSpec.Computing(ServiceTime.Exponential(2)), StepSpec.Calling(Call("left"), Call("right"))),
            Service("left", StepSpec.Computing(ServiceTime.LogNormal(3, 0.6)), StepSpec.Calling(Call("store"))),
            Service("right", StepSpec.Computing(ServiceTime.Erlang(4, 2)), StepSpec.Calling(Call("store"))),
            Service("store", StepSpec.Computing(ServiceTime.Exponential(2))) with { Kind = ServiceKind.Database },
            Service("aside", StepSpec.Computing(ServiceTime.Exponential(3))),
        ],
        Entries =
        [
            new() { Service = "front", Operation = "work", Rate = rate },
            new() { Service = "aside", Operation = "work", Rate = rate },
        ],
    };

    public static ServiceSpec Service(string name, params StepSpec[] steps) =>
        new() { Name = name, Workers = 4, Instances = 2, Operations = [new() { Name = "work", Steps = steps }] };

    public static CallSpec Call(string service) => new() { Service = service, Operation = "work" };

    /// <summary>A run at a constant rate, without spans and logs unless asked for.</summary>
    public static SimulationOptions Steady(ShopTopology topology, TimeSpan duration) =>
        new() { Topology = topology, Duration = duration, Load = LoadProfile.Constant, Sampling = 0 };

    public static FrameSink Run(SimulationOptions options)
    {
        var sink = new FrameSink();
        Simulator.Run(options, sink);
        return sink;
    }

    /// <summary>A metric of a service over all bins.</summary>
    public static float[] Service(this FrameSink run, string service, string metric) =>
        run.Services.Values(IndexOf(run.Services.Entities, service), IndexOf(run.Services.Metrics, metric)).ToArray();

    /// <summary>A metric of an edge over all bins.</summary>
    public static float[] Edge(this FrameSink run, string edge, string metric) =>
        run.Edges.Values(IndexOf(run.Edges.Entities, edge), IndexOf(run.Edges.Metrics, metric)).ToArray();

    /// <summary>The mean of a service's metric over some bins, each weighing the same; empty bins do not count.</summary>
    public static double Mean(this FrameSink run, string service, string metric, Range bins) =>
        run.Service(service, metric)[bins].Where(float.IsFinite).Average(value => (double)value);

    /// <summary>The mean latency over all requests of all bins.</summary>
    public static double MeanLatencyMs(this FrameSink run, string service)
    {
        var (requests, latency) = (run.Service(service, "requests"), run.Service(service, "latency_mean_ms"));
        return requests.Zip(latency).Where(bin => bin.First > 0).Sum(bin => (double)bin.First * bin.Second) / requests.Sum(value => (double)value);
    }

    static int IndexOf(IReadOnlyList<string> names, string name)
    {
        var index = names.ToList().IndexOf(name);
        return index >= 0 ? index : throw new ArgumentException($"no {name} among {string.Join(", ", names)}");
    }
}
