namespace Presage.Tensors.Benchmarking;

/// <summary>One thing to measure: made once, called many times.</summary>
/// <param name="Name">A short name: <c>m1-train</c>.</param>
/// <param name="Description">What is computed, with sizes.</param>
/// <param name="Operations">Floating point operations of a call; 0 where they are not counted.</param>
/// <param name="Create">Makes what is called.</param>
sealed record BenchmarkCase(string Name, string Description, double Operations, Func<Action> Create);
