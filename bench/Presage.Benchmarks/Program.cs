using System.Globalization;
using Presage.Benchmarks.Engine;
using Presage.Benchmarks.Kernels;
using Presage.Benchmarks.Simulation;
using Presage.Benchmarks.Telemetry;

switch (args)
{
    case ["kernels", .. var parts]:
        return KernelTable.Run(parts);
    case ["serve", var threads]:
        return EngineServer.Run(threads);
    case ["spans"]:
        return SpanTable.Run(null);
    case ["spans", var path]:
        return SpanTable.Run(path);
    case ["simulate", var hours, .. var presets]:
        return ShopTable.Run(int.Parse(hours, CultureInfo.InvariantCulture), presets);
    default:
        Console.Error.WriteLine("usage: Presage.Benchmarks kernels [PART…] | serve THREADS | spans [PATH] | simulate HOURS [PRESET…]");
        return 2;
}
