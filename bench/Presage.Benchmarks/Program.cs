using Presage.Benchmarks.Engine;
using Presage.Benchmarks.Kernels;

switch (args)
{
    case ["kernels", .. var parts]:
        return KernelTable.Run(parts);
    case ["serve", var threads]:
        return EngineServer.Run(threads);
    default:
        Console.Error.WriteLine("usage: Presage.Benchmarks kernels [PART…] | serve THREADS");
        return 2;
}
