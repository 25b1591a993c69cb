using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Topology;

public class PodNameTests
{
    [Theory]
    [InlineData("frontend-579b9bff58-t2dbm", "frontend")]
    [InlineData("ts-order-other-service-6cdbf9b4cc-bj6w7", "ts-order-other-service")]
    [InlineData("ts-food-service-f5756978c-p5tcc", "ts-food-service")]
    [InlineData("mysql-0", "mysql")]
    [InlineData("kafka-12", "kafka")]
    [InlineData("node-exporter-x7k2p", "node-exporter")]
    [InlineData("backup-27953280-x7k2p", "backup")]
    [InlineData("orders-0-579b9bff58-t2dbm", "orders-0")]
    public void ServiceOf_Pod_IsItsWorkload(string pod, string service) => Assert.Equal(service, PodName.ServiceOf(pod));

    [Theory]
    [InlineData("frontend")]
    [InlineData("ts-order-service")]
    [InlineData("redis-cart")]
    [InlineData("apache-httpd")]
    [InlineData("10.0.0.12")]
    [InlineData("api-2024")]
    [InlineData("region-007")]
    [InlineData("-0")]
    [InlineData("")]
    public void ServiceOf_PlainName_Stays(string name) => Assert.Equal(name, PodName.ServiceOf(name));

    [DataFact("nezha")]
    public void ServiceOf_NezhaMetricFiles_LeavesOnePodAService()
    {
        string folder = SharedData.Require("nezha/2023-01-29/rca_data/metric");
        var pods = Directory.EnumerateFiles(folder, "*_metric.csv.gz").Select(file => Path.GetFileName(file)[..^"_metric.csv.gz".Length]).ToList();
        var services = pods.Select(PodName.ServiceOf).ToHashSet();

        Assert.Equal(46, services.Count);
        Assert.All(services, service => Assert.StartsWith("ts-", service, StringComparison.Ordinal));
        Assert.All(pods, pod => Assert.InRange(pod.Length - PodName.ServiceOf(pod).Length, 15, 17));
        Assert.Contains("ts-ui-dashboard", services);
    }
}
