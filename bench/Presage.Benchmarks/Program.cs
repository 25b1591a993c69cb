using System.Globalization;
using Presage.Benchmarks.Engine;
using Presage.Benchmarks.Kernels;
using Presage.Benchmarks.Simulation;
using Presage.Benchmarks.Telemetry;
using Presage.Benchmarks.WhatIf;

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
    case ["what-if", var preset, var seeds, var folder, .. var rest]:
        return WhatIfTable.Run(preset, seeds, folder, rest);
    default:
        Console.Error.WriteLine("usage: Presage.Benchmarks kernels [PART…] | serve THREADS | spans [PATH] | simulate HOURS [PRESET…] | what-if PRESET SEED[,SEED…] FOLDER [MODEL [SERVICE]]");
        return 2;
}
