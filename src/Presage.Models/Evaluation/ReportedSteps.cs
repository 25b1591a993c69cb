namespace Presage.Models.Evaluation;

/// <summary>Steps of a forecast that a row of a table is about.</summary>
/// <param name="Name">As in the table: <c>1</c>, <c>12</c>, <c>all</c>.</param>
/// <param name="First">The first step, from 0.</param>
/// <param name="End">The step after the last.</param>
/// <param name="IsMeanOfSteps">Whether the row is the mean of each step's errors, so that its RMSE is a mean of roots, not one over all points.</param>
public sealed record ReportedSteps(string Name, int First, int End, bool IsMeanOfSteps = false);
