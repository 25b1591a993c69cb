using Presage.Telemetry.Incidents;

namespace Presage.Telemetry.Datasets;

/// <summary>What is known for certain about a recording: incidents, and the changes beside them.</summary>
/// <param name="Source">The path.</param>
/// <param name="Incidents">In the order of their start.</param>
/// <param name="Changes">In the order of time.</param>
/// <param name="Files">The files that were read, in their order.</param>
public sealed record IncidentRecording(
    string Source, IReadOnlyList<Incident> Incidents, IReadOnlyList<SystemChange> Changes, IReadOnlyList<string> Files);
