namespace Presage.Simulation.Scenarios;

/// <summary>How a fault begins; it always ends at once.</summary>
public enum FaultOnset
{
    /// <summary>With its whole severity from the start.</summary>
    Sudden,

    /// <summary>Rising evenly from nothing, and whole after 60 % of its time.</summary>
    Gradual,
}
