namespace Presage.Simulation.Emission;

/// <summary>One service calls another, at some time of the simulation.</summary>
/// <param name="Caller">Index of the service that calls.</param>
/// <param name="Callee">Index of the service that is called.</param>
public readonly record struct SimulatedEdge(int Caller, int Callee);
