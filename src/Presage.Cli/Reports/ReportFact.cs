namespace Presage.Cli.Reports;

/// <summary>A line of a two-column list: what it is, and its value with the unit.</summary>
sealed record ReportFact(string Name, string Value);
