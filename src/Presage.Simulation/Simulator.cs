using Presage.Simulation.Emission;
using Presage.Simulation.Engine;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Simulation;

/// <summary>Simulates a shop of services, event by event, in memory that does not depend on how long is simulated.</summary>
public static class Simulator
{
    /// <summary>Runs a scenario in the calling thread and gives what it emits to a sink.</summary>
    /// <param name="options">What to simulate; the same options give the same telemetry, bit for bit on the same machine.</param>
    /// <param name="sink">Takes metrics, spans, logs and changes as they happen.</param>
    /// <param name="progress">Is told now and then how far the run is; null for nobody.</param>
    /// <param name="cancellation">Ends the run at the end of a bin.</param>
    /// <returns>What the run amounted to.</returns>
    /// <exception cref="TopologyException">The scenario is not possible.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; the sink's end was not reached.</exception>
    public static SimulationSummary Run(
        SimulationOptions options, ISimulationSink sink, IProgress<SimulationProgress>? progress = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(sink);
        options.Validate();
        return new ShopEngine(options, sink).Run(progress, cancellation);
    }
}
