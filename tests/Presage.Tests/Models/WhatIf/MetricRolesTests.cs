using Presage.Models;
using Presage.Models.WhatIf;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.WhatIf;

public sealed class MetricRolesTests
{
    [Theory]
    [InlineData("workload", MetricRole.Load)]
    [InlineData("PodWorkload(Ops)", MetricRole.Load)]
    [InlineData("providerRPC_MCR", MetricRole.Load)]
    [InlineData("http_requests_total", MetricRole.Load)]
    [InlineData("latency_p95_ms", MetricRole.Latency)]
    [InlineData("PodServerLatencyP90(s)", MetricRole.Latency)]
    [InlineData("http_request_duration_seconds", MetricRole.Latency)]
    [InlineData("HTTP_RT", MetricRole.Latency)]
    [InlineData("request_errors", MetricRole.Errors)]
    [InlineData("error_rate", MetricRole.Other)]
    [InlineData("cpu", MetricRole.Utilisation)]
    [InlineData("queue_length", MetricRole.Backlog)]
    [InlineData("concurrency", MetricRole.InFlight)]
    [InlineData("instances", MetricRole.Instances)]
    [InlineData("memory_mib", MetricRole.Other)]
    public void Of_Name_IsRecognised(string metric, MetricRole role) => Assert.Equal([role], MetricRoles.Of(Frame(0.5f, metric)));

    [Fact]
    public void Of_CpuInMillicores_IsNoShareOfACapacity() => Assert.Equal([MetricRole.Other], MetricRoles.Of(Frame(1500, "cpu")));

    [Fact]
    public void FindLoad_SeveralLoads_TakesTheClearest() => Assert.Equal(2, MetricRoles.FindLoad(Frame(1, "cpu", "requests", "workload"), null));

    [Fact]
    public void FindLoad_Named_IsTaken() => Assert.Equal(0, MetricRoles.FindLoad(Frame(1, "visits", "workload"), "visits"));

    [Fact]
    public void FindLoad_NoneOrUnknown_NamesWhatThereIs()
    {
        Assert.Contains("there are cpu, mem", Assert.Throws<ModelDataException>(() => MetricRoles.FindLoad(Frame(1, "cpu", "mem"), null)).Message, StringComparison.Ordinal);
        Assert.Contains(
            "no metric 'qps'", Assert.Throws<ModelDataException>(() => MetricRoles.FindLoad(Frame(1, "cpu", "requests"), "qps")).Message, StringComparison.Ordinal);
    }

    static Frame Frame(float value, params string[] metrics) =>
        new(0, 60_000, true, ["one"], metrics, [.. Enumerable.Repeat(value, metrics.Length * 3)]);
}
