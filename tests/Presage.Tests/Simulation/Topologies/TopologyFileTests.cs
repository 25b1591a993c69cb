using System.Text;
using Presage.Simulation.Topologies;

namespace Presage.Tests.Simulation.Topologies;

public sealed class TopologyFileTests
{
    const string Good = """
        {
          // a comment
          "name": "two",
          "services": [
            { "name": "web", "operations": [ { "name": "get", "steps": [
              { "compute": { "kind": "logNormal", "meanMs": 5, "shape": 0.5 } },
              { "calls": [ { "service": "db", "operation": "read", "timeoutMs": 200, "retries": 1 } ] } ] } ] },
            { "name": "db", "kind": "database", "workers": 8, "operations": [ { "name": "read", "steps": [ { "compute": { "meanMs": 2 } } ] } ] },
          ],
          "entries": [ { "service": "web", "operation": "get", "rate": 20 } ]
        }
        """;

    [Fact]
    public void Parse_WrittenByHand_HasItsValuesAndDefaults()
    {
        var topology = Parse(Good);

        Assert.Equal(["web", "db"], topology.Services.Select(service => service.Name));
        Assert.Equal(ServiceKind.Database, topology.Services[1].Kind);
        Assert.Equal(4, topology.Services[0].Workers);
        Assert.Equal(ServiceTime.LogNormal(5, 0.5), topology.Services[0].Operations[0].Steps[0].Compute);
        Assert.Equal(ServiceTime.Exponential(2), topology.Services[1].Operations[0].Steps[0].Compute);
        Assert.Equal(1, topology.Services[0].Operations[0].Steps[1].Calls![0].Retries);
    }

    [Theory]
    [InlineData("\"timeoutMs\"", "\"timeout\"", "own.json:7: ")]
    [InlineData("\"retries\": 1", "\"retries\": 9", "own.json: services[0].operations[0].steps[1].calls[0].retries: 9: must be 0 to 8.")]
    [InlineData("\"service\": \"db\"", "\"service\": \"bd\"", "own.json: services[0].operations[0].steps[1].calls[0].service: 'bd': there is the service web, db.")]
    [InlineData("\"rate\": 20", "\"rate\": \"many\"", "own.json:10: entries[0].rate: ")]
    [InlineData("\"meanMs\": 2", "\"meanMs\": -2", "own.json: services[1].operations[0].steps[0].compute: meanMs -2: must be 0 to 3600000.")]
    [InlineData("\"entries\"", "\"entrances\"", "own.json:10: ")]
    public void Parse_TypingError_NamesFileAndPlace(string right, string wrong, string message)
    {
        var problem = Assert.Throws<TopologyException>(() => Parse(Good.Replace(right, wrong, StringComparison.Ordinal)));

        Assert.StartsWith(message, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Presage.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_MissingFile_NamesIt() =>
        Assert.StartsWith("nowhere.json: cannot be read: ", Assert.Throws<TopologyException>(() => TopologyFile.Read("nowhere.json")).Message, StringComparison.Ordinal);

    [Fact]
    public void Validate_OperationsInACircle_NamesTheCircle()
    {
        var topology = Parse(Good);
        var back = new OperationSpec { Name = "read", Steps = [StepSpec.Calling(new CallSpec { Service = "web", Operation = "get" })] };
        topology = topology with { Services = [topology.Services[0], topology.Services[1] with { Operations = [back] }] };

        var problem = Assert.Throws<TopologyException>(topology.Validate);
        Assert.Equal("services: operations call each other in a circle: web/get -> db/read -> web/get.", problem.Message);
    }

    static ShopTopology Parse(string text) => TopologyFile.Parse(Encoding.UTF8.GetBytes(text), "own.json");
}
