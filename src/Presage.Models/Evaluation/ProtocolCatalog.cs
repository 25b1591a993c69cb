namespace Presage.Models.Evaluation;

/// <summary>The one list of protocols.</summary>
public static class ProtocolCatalog
{
    /// <summary>Every protocol.</summary>
    public static IReadOnlyList<Protocol> Protocols { get; } = [new DefaultProtocol(), new ClusterProtocol(), new LtsfProtocol(), new GraphProtocol(), new ServiceProtocol()];

    /// <summary>Finds a protocol by its name.</summary>
    /// <param name="id">As on the command line.</param>
    /// <returns>The protocol.</returns>
    /// <exception cref="UnknownModelException">There is none; the message names the nearest.</exception>
    public static Protocol Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Protocols.FirstOrDefault(protocol => protocol.Id == id)
            ?? throw UnknownModelException.For("protocol", id, [.. Protocols.Select(protocol => protocol.Id)]);
    }
}
