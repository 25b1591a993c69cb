using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Presage.Telemetry.Series;

namespace Presage.Models.Artefacts;

/// <summary>Tells whether two recordings hold the same data.</summary>
/// <param name="Source">The name of the file or folder, without its path.</param>
/// <param name="Format">The format's name.</param>
/// <param name="Series">How many series there are.</param>
/// <param name="Samples">How many samples they have in all.</param>
/// <param name="Sha256">Of every name, time and value, in hexadecimal.</param>
public sealed record DataFingerprint(string Source, string Format, int Series, long Samples, string Sha256)
{
    /// <summary>Reads a recording through.</summary>
    /// <param name="recording">What a reader returned.</param>
    /// <returns>Equal for recordings with the same series, in whatever order they came.</returns>
    public static DataFingerprint Of(Recording recording)
    {
        ArgumentNullException.ThrowIfNull(recording);
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long samples = 0;
        foreach (var series in recording.Series
            .OrderBy(series => series.Entity, StringComparer.Ordinal).ThenBy(series => series.Metric, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"{series.Entity}\0{series.Metric}\0{series.TimestampsMs.Length}\0"));
            hash.AppendData(MemoryMarshal.AsBytes(series.TimestampsMs.Span));
            hash.AppendData(MemoryMarshal.AsBytes(series.Values.Span));
            samples += series.TimestampsMs.Length;
        }

        string name = Path.GetFileName(recording.Source.TrimEnd('/', '\\'));
        return new DataFingerprint(
            name, recording.Format, recording.Series.Count, samples, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
