using Presage.Benchmarks.Engine;
using Presage.Benchmarks.Kernels;

switch (args)
{
    case ["kernels", .. var parts]:
        return KernelTable.Run(parts);
    case ["serve", var threads, .. var rest]:
        return EngineServer.Run(threads, rest);
    default:
        Console.Error.WriteLine("usage: Presage.Benchmarks kernels [PART…] | serve THREADS [CPU]");
        return 2;
}
