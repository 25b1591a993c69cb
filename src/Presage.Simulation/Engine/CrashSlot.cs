using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>One of the pods that a crash loop makes crash again and again.</summary>
sealed class CrashSlot
{
    public required Fault Fault { get; init; }

    /// <summary>Its number among the slots of the fault.</summary>
    public required int Number { get; init; }

    /// <summary>When it crashes first.</summary>
    public required TimeSpan First { get; init; }

    public Pod? Pod { get; set; }

    public int Crashes { get; set; }

    /// <summary>A slot for each instance that the severity asks for; of a gradual fault they begin one after the other.</summary>
    public static CrashSlot[] Create(SimulationOptions options) =>
    [
        .. options.Faults.Where(fault => fault.Kind == FaultKind.CrashLoop).SelectMany(fault =>
        {
            int instances = options.Topology.Services.First(service => service.Name == fault.Target).Instances;
            int count = Math.Max(1, (int)Math.Ceiling(fault.Severity * instances));
            return Enumerable.Range(0, count).Select(number => new CrashSlot
            {
                Fault = fault,
                Number = number,
                First = fault.Start + ((FaultLevel.WholeAt(fault) - fault.Start) * number / count),
            });
        }),
    ];
}
