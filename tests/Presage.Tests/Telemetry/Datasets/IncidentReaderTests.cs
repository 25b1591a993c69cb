using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Incidents;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class IncidentReaderTests
{
    const string Fault = """{ "kind": "network-delay", "target": "a->b", "services": ["a", "b"], "start": "2024-01-01T00:01:00Z", "end": "2024-01-01T00:02:00Z", "severity": 0.5, "onset": "gradual" }""";

    [Fact]
    public void Read_SimulatedTruth_IsItsIncidents()
    {
        var read = Read("truth.json", Truth(Fault));

        var incident = Assert.Single(read.Incidents);
        Assert.Equal(("network-delay", "a->b", 0.5, IncidentOnset.Gradual), (incident.Kind, incident.Target, incident.Severity, incident.Onset));
        Assert.Equal(["a", "b"], incident.Services);
        Assert.Equal(("a", "b"), incident.Edge);
        Assert.Equal((1_704_067_260_000, 1_704_067_320_000), (incident.StartMs, incident.EndMs));
    }

    [Fact]
    public void Read_FaultsOfAnHour_AreIncidentsOfServicesWithoutAnEnd()
    {
        var read = Read("2022-08-23-fault_list.json", """
            { "13": [ { "inject_time": "2022-08-23 13:10:36", "inject_timestamp": "1", "inject_pod": "checkoutservice-578fcf4766-9csqn", "inject_type": "cpu_contention" } ],
              "12": [ { "inject_time": "2022-08-23 12:01:25", "inject_timestamp": "2", "inject_pod": "frontend-579b9bff58-t2dbm", "inject_type": "return" } ] }
            """);

        Assert.Equal(["return", "cpu-contention"], read.Incidents.Select(one => one.Kind));
        Assert.Equal(["frontend", "checkoutservice"], read.Incidents.SelectMany(one => one.Services));
        Assert.Equal(1_661_256_085_000, read.Incidents[0].StartMs);
        Assert.All(read.Incidents, one => Assert.True(one is { EndMs: null, Severity: null, Edge: null, Onset: IncidentOnset.Unspecified }));
    }

    [Fact]
    public void Read_Changes_KeepWhatIsSaid()
    {
        var read = Read("changes.csv", "timestamp,change,service,pod,operation,from,to\n"
            + "2024-01-01T00:00:30.250Z,scaled,cart,,,2,3\n2024-01-01T00:00:10Z,pod-ready,cart,cart-7c8d9f6b54-abcde,,,\n");

        Assert.Equal(
            [
                new SystemChange(1_704_067_210_000, "pod-ready", "cart") { Pod = "cart-7c8d9f6b54-abcde" },
                new SystemChange(1_704_067_230_250, "scaled", "cart") { From = "2", To = "3" },
            ],
            read.Changes);
    }

    [Theory]
    [InlineData("""{ "kind": "x" }""", "truth.json: faults[0] has no text \"target\".")]
    [InlineData("7", "truth.json: faults[0] has no text \"kind\".")]
    [InlineData("""{ "kind": "x", "target": "a", "services": "a" }""", "faults[0] has no list \"services\".")]
    [InlineData("""{ "kind": "x", "target": "a", "services": [1] }""", "faults[0] \"services\" holds 1, which is no text.")]
    [InlineData("""{ "kind": "x", "target": "a", "services": ["a"], "start": "soon" }""", "faults[0] \"start\" is \"soon\", which is no time.")]
    [InlineData("""{ "kind": "x", "target": "a", "services": ["a"], "start": "2024-01-02", "end": "2024-01-01", "onset": "sudden" }""", "faults[0] ends at 1704067200000 ms, not after its start at 1704153600000 ms.")]
    [InlineData("""{ "kind": "x", "target": "a", "services": ["a"], "start": "2024-01-01", "end": "2024-01-02", "severity": "bad" }""", "\"severity\" is \"bad\", which is no number.")]
    [InlineData("""{ "kind": "x", "target": "a", "services": ["a"], "start": "2024-01-01", "end": "2024-01-02", "onset": "slow" }""", "the onset \"slow\", expected sudden or gradual.")]
    [InlineData("{", "truth.json:")]
    public void Read_BadFault_IsRefusedWithItsPlace(string fault, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read("truth.json", Truth(fault))).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("soon,scaled,cart,,,2,3\n", "changes.csv:2: column timestamp: \"soon\" is not a time")]
    [InlineData("2024-01-01,scaled\n", "changes.csv:2: 2 columns, expected 7")]
    public void Read_BadChange_IsRefusedWithItsLine(string row, string expected) =>
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read("changes.csv", "timestamp,change,service,pod,operation,from,to\n" + row)).Message, StringComparison.Ordinal);

    [Fact]
    public void Read_Scenario_IsNoTruth()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("scenario.json", """{ "faults": [] }""");

        Assert.Null(IncidentReader.Read(folder.Path));
        Assert.Contains("no incidents", Assert.Throws<DataFormatException>(() => IncidentReader.Read(path)).Message, StringComparison.Ordinal);
    }

    [DataTheory("nezha")]
    [InlineData("2022-08-23", 32)]
    [InlineData("2023-01-29", 28)]
    public void Read_NezhaDay_FindsAllItsFaults(string date, int faults)
    {
        var read = IncidentReader.Read(SharedData.Require($"nezha/{date}"))!;

        Assert.Equal(faults, read.Incidents.Count);
        Assert.All(read.Incidents, one => Assert.Equal(date, DateTimeOffset.FromUnixTimeMilliseconds(one.StartMs).ToString("yyyy-MM-dd", null)));
        Assert.All(read.Incidents, one => Assert.DoesNotContain(one.Services, service => service == one.Target));
    }

    static string Truth(string fault) => $$"""{ "shop": "x", "stepSeconds": 10, "faults": [ {{fault}} ] }""";

    static IncidentRecording Read(string name, string text)
    {
        using var folder = new TemporaryFolder();
        return IncidentReader.Read(folder.Write(name, text))!;
    }
}
