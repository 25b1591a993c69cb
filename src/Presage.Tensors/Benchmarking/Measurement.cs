namespace Presage.Tensors.Benchmarking;

/// <summary>How long single calls took.</summary>
/// <param name="Name">The case, as <see cref="EngineBenchmark.Cases"/> names it.</param>
/// <param name="Median">Milliseconds.</param>
/// <param name="Best">Milliseconds of the shortest call.</param>
/// <param name="Calls">The number of calls measured.</param>
/// <param name="Rate">10⁹ floating point operations per second at the median; 0 where they are not counted.</param>
public sealed record Measurement(string Name, double Median, double Best, int Calls, double Rate);
