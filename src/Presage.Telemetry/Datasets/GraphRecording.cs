using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Series and the graph they lie on.</summary>
/// <param name="Recording">One entity a node.</param>
/// <param name="Graph">Aligned: node i is entity i of the recording. Without edges when the data have no graph.</param>
/// <param name="Topology">The graph as it was read, also with nodes that have no series; null when the data have none.</param>
public sealed record GraphRecording(Recording Recording, ServiceGraph Graph, TopologyRecording? Topology)
{
    /// <summary>Reads series and graph from one path.</summary>
    /// <param name="path">A folder, most often; see <see cref="ReaderCatalog.Read"/> and <see cref="TopologyCatalog.Read"/>.</param>
    /// <param name="options">Which series to keep; all by default.</param>
    /// <param name="topology">How to read the graph.</param>
    /// <param name="cancellation">Ends the reading early.</param>
    /// <exception cref="DataFormatException">The path is missing or damaged, or holds no series; <see cref="TopologyOptions.Path"/> holds no graph.</exception>
    public static GraphRecording Read(
        string path, ReadOptions? options = null, TopologyOptions? topology = null, CancellationToken cancellation = default)
    {
        var recording = ReaderCatalog.Read(path, options, cancellation);
        topology ??= new TopologyOptions();
        bool isWhole = options is null or { Entities.Count: 0 };
        var read = topology.Path is null && File.Exists(path)
            ? null
            : TopologyCatalog.Read(
                topology.Path ?? path, topology.Nodes.Count == 0 && isWhole ? topology with { Nodes = recording.Entities } : topology, cancellation);
        if (read is null && topology.Path is not null)
        {
            throw new DataFormatException(topology.Path, 0, "holds no graph.");
        }

        return new GraphRecording(recording, (read?.Graph ?? ServiceGraph.Empty).AlignTo(recording.Entities), read);
    }
}
