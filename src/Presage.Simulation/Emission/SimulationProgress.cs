namespace Presage.Simulation.Emission;

/// <summary>How far a simulation is.</summary>
/// <param name="Simulated">The time that is done.</param>
/// <param name="Duration">The whole time.</param>
/// <param name="Calls">Requests that services got so far.</param>
public readonly record struct SimulationProgress(TimeSpan Simulated, TimeSpan Duration, long Calls);
