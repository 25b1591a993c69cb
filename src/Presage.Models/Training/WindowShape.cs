namespace Presage.Models.Training;

/// <summary>The sizes that a network is built for.</summary>
/// <param name="Steps">T.</param>
/// <param name="Horizon">H.</param>
/// <param name="Metrics">N.</param>
/// <param name="ContextFeatures">P, the features of a linear skip.</param>
readonly record struct WindowShape(int Steps, int Horizon, int Metrics, int ContextFeatures);
