namespace Presage.Telemetry.Incidents;

/// <summary>How an incident begins.</summary>
public enum IncidentOnset
{
    /// <summary>The source does not say.</summary>
    Unspecified,

    /// <summary>With its whole severity from the start.</summary>
    Sudden,

    /// <summary>Rising from nothing.</summary>
    Gradual,
}
