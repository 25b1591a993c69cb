namespace Presage.Models.Evaluation;

/// <summary>Steps of a forecast that a row of a table is about.</summary>
/// <param name="Name">As in the table: <c>1</c>, <c>12</c>, <c>all</c>.</param>
/// <param name="First">The first step, from 0.</param>
/// <param name="End">The step after the last.</param>
public sealed record ReportedSteps(string Name, int First, int End);
