using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;
using static Presage.Tests.Simulation.TestShop;

namespace Presage.Tests.Simulation.Scenarios;

public sealed class ScenarioCheckTests
{
    static readonly SimulationOptions Good = Steady(Diamond(), TimeSpan.FromMinutes(5));
    static readonly Fault Fault = new() { Kind = FaultKind.ErrorReturns, Target = "left", Start = default, End = TimeSpan.FromMinutes(1) };

    public static TheoryData<SimulationOptions, string> Impossible => new()
    {
        { Good with { Step = TimeSpan.FromMilliseconds(10) }, "step: 00:00:00.0100000: must be 1 s to 1 h." },
        { Good with { Duration = TimeSpan.FromSeconds(15) }, "duration: 00:00:15: must be a multiple of the step 00:00:10." },
        { Good with { Seed = -1 }, "seed: -1: must be 0 to 2147483647." },
        { Good with { Sampling = 1.5 }, "sampling: 1.5: must be 0 to 1." },
        { Good with { Load = new LoadProfile { DailyAmplitude = 1 } }, "load.dailyAmplitude: 1: must be 0 or more and below 1." },
        { Good with { LoadChanges = [new LoadChange { Entry = "front/walk", Factor = 1 }] }, "loadChanges[0].entry: 'front/walk': there is front/work, aside/work." },
        { Good with { Faults = [Fault with { Severity = 0 }] }, "faults[0].severity: 0: must be above 0 and at most 1." },
        { Good with { Faults = [Fault, Fault with { Target = "nowhere" }] }, "faults[1].target: 'nowhere': the topology has no such service." },
        { Good with { Faults = [Fault with { End = default }] }, "faults[0].end: 00:00:00: must lie after its start 00:00:00." },
        { Good with { Faults = [Fault with { Kind = FaultKind.NoisyNeighbour }] }, "faults[0].target: 'left': the machines are host-1 to host-4." },
        { Good with { Deployments = [new Deployment { Service = "x", At = default }] }, "deployments[0].service: 'x': the topology has no such service." },
        { Good with { Migrations = [Move("store", "aside", "work")] }, "migrations[0].from: 'store': front/work does not call it." },
        { Good with { Migrations = [Move("left", "front", "work")] }, "migrations[0]: after it, services: operations call each other in a circle: front/work -> front/work." },
    };

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Validate_ImpossibleScenario_NamesPlaceAndBothValues(SimulationOptions options, string message) =>
        Assert.Equal(message, Assert.Throws<TopologyException>(options.Validate).Message);

    [Fact]
    public void Validate_PossibleScenario_Passes() => Good.Validate();

    static Migration Move(string from, string to, string operation) =>
        new() { Service = "front", Operation = "work", From = from, To = to, ToOperation = operation, At = default };
}
