using System.Text.Json;
using Presage.Telemetry.Incidents;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads what is known for certain about incidents: the truth of a simulated shop, and Nezha's lists of faults.</summary>
public static class IncidentReader
{
    /// <summary>Whether a path holds incidents or changes; only the beginnings of its files are read, up to the first that does.</summary>
    /// <param name="path">A file or a folder, as for <see cref="Read"/>.</param>
    /// <exception cref="DataFormatException">The path is missing or damaged.</exception>
    public static bool Holds(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return DataFolders.WithIncidents(path).Any(folder => DataFiles.Any(folder, (_, stream) => Recognises(stream.Head)));
    }

    /// <summary>Reads every list of incidents and changes in a file or a folder, each also compressed with gzip.</summary>
    /// <param name="path">A file; a folder of them; or a folder whose folder <c>truth</c> or <c>rca_data</c> holds them.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <returns>Null when a folder holds none.</returns>
    /// <exception cref="DataFormatException">
    /// The path is missing or damaged, an entry is malformed, or a file that was named itself holds no incidents.
    /// </exception>
    public static IncidentRecording? Read(string path, CancellationToken cancellation = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var incidents = new List<Incident>();
        var changes = new List<SystemChange>();
        var files = new List<string>();
        foreach (string folder in DataFolders.WithIncidents(path))
        {
            DataFiles.Visit(folder, (name, stream, isNamed) =>
            {
                cancellation.ThrowIfCancellationRequested();
                if (ChangeTable.Recognises(stream.Head))
                {
                    changes.AddRange(ChangeTable.Read(stream, name, cancellation));
                }
                else if (SimulatedTruth.Recognises(stream.Head))
                {
                    incidents.AddRange(Parsed(stream, name, SimulatedTruth.Read));
                }
                else if (NezhaFaultList.Recognises(stream.Head))
                {
                    incidents.AddRange(Parsed(stream, name, NezhaFaultList.Read));
                }
                else if (isNamed)
                {
                    throw new DataFormatException(name, 0,
                        TextFile.WhyUnreadable(stream.Head)
                        ?? "no incidents: a simulated shop's truth.json or changes.csv, or Nezha's fault list expected, "
                            + $"the first line is \"{TextFile.FirstLine(stream.Head)}\".");
                }
                else
                {
                    return;
                }

                files.Add(name);
            });
        }

        return files.Count == 0
            ? null
            : new IncidentRecording(path, [.. incidents.OrderBy(one => one.StartMs)], [.. changes.OrderBy(one => one.TimeMs)], files);
    }

    /// <summary>Whether a file holds incidents or changes.</summary>
    internal static bool Recognises(ReadOnlySpan<byte> head) =>
        ChangeTable.Recognises(head) || SimulatedTruth.Recognises(head) || NezhaFaultList.Recognises(head);

    static IReadOnlyList<Incident> Parsed(Stream stream, string file, Func<JsonElement, string, IReadOnlyList<Incident>> read)
    {
        try
        {
            using var document = JsonDocument.Parse(stream);
            return read(document.RootElement, file);
        }
        catch (JsonException fault)
        {
            throw new DataFormatException(file, (fault.LineNumber ?? 0) + 1, $"not JSON: {fault.Message}", fault);
        }
    }
}
