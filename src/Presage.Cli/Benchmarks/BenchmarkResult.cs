namespace Presage.Cli.Benchmarks;

/// <summary>How fast a case ran.</summary>
/// <param name="Name">The case.</param>
/// <param name="Threads">Threads it had.</param>
/// <param name="MedianMs">The median over its runs; half of them were faster.</param>
/// <param name="BestMs">The fastest run: what the machine does when nothing disturbs it.</param>
/// <param name="GigaflopsPerSecond">At the median; null where operations were not counted.</param>
/// <param name="ItemsPerSecond">Windows a second at the median.</param>
/// <param name="ManagedBytes">Managed memory one run allocated, on average; 0 is the goal.</param>
/// <param name="Runs">How many runs were timed.</param>
sealed record BenchmarkResult(
    string Name,
    int Threads,
    double MedianMs,
    double BestMs,
    double? GigaflopsPerSecond,
    double ItemsPerSecond,
    long ManagedBytes,
    int Runs);
