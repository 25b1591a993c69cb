using Presage.Tensors.Execution;

namespace Presage.Cli.Benchmarks;

/// <summary>A piece of work whose speed tells what this machine does with the engine.</summary>
/// <param name="Name">A few words with the sizes.</param>
/// <param name="Operations">Floating-point operations of one run; null where counting them says little.</param>
/// <param name="Items">Windows of one run.</param>
/// <param name="Create">Prepares the work on some threads.</param>
sealed record BenchmarkCase(string Name, double? Operations, int Items, Func<WorkerPool, BenchmarkWork> Create);
