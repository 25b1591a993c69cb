using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text.Json;
using Presage.Cli.Reports;

namespace Presage.Cli.Output;

/// <summary>What a result depends on beside its data and settings.</summary>
/// <param name="Threads">Worker threads.</param>
/// <param name="Seconds">Wall time of the run.</param>
/// <param name="FinishedAt">When it ended.</param>
sealed record RunEnvironment(int Threads, double Seconds, DateTimeOffset FinishedAt)
{
    /// <summary>The version of this program.</summary>
    public static string Version { get; } =
        typeof(RunEnvironment).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()!.InformationalVersion.Split('+')[0];

    /// <summary>The widest vectors the processor offers, in bits.</summary>
    public static int VectorBits { get; } =
        Avx512F.IsSupported ? 512 : Vector256.IsHardwareAccelerated ? 256 : Vector128.IsHardwareAccelerated ? 128 : 0;

    /// <summary>Writes the member <c>environment</c>.</summary>
    public void Write(Utf8JsonWriter json)
    {
        json.WriteStartObject("environment");
        json.WriteString("version", Version);
        json.WriteString("runtime", RuntimeInformation.FrameworkDescription);
        json.WriteString("system", RuntimeInformation.OSDescription);
        json.WriteString("architecture", RuntimeInformation.ProcessArchitecture.ToString());
        json.WriteNumber("processors", Environment.ProcessorCount);
        json.WriteNumber("vectorBits", VectorBits);
        json.WriteNumber("threads", Threads);
        json.WriteNumber("seconds", Math.Round(Seconds, 3));
        json.WriteNumber("peakMemoryMb", Math.Round(PeakMemoryMb(), 1));
        json.WriteString("finishedAt", FinishedAt.ToString("O", CultureInfo.InvariantCulture));
        json.WriteEndObject();
    }

    /// <summary>The same for a report.</summary>
    public IEnumerable<ReportFact> Facts() =>
    [
        new("threads", Threads.ToString(CultureInfo.InvariantCulture)),
        new("seconds", Seconds.ToString("0.0", CultureInfo.InvariantCulture)),
        new("runtime", $"{RuntimeInformation.FrameworkDescription}, {RuntimeInformation.ProcessArchitecture}, vectors of {VectorBits} bits"),
        new("system", RuntimeInformation.OSDescription),
    ];

    static double PeakMemoryMb()
    {
        using var process = System.Diagnostics.Process.GetCurrentProcess();
        return process.PeakWorkingSet64 / 1048576.0;
    }
}
