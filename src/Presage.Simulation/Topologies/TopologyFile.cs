namespace Presage.Simulation.Topologies;

/// <summary>Reads and writes a topology as JSON; the layout stands in docs/formats/simulation.md.</summary>
public static class TopologyFile
{
    /// <summary>Reads and checks a topology.</summary>
    /// <param name="path">A file of JSON; comments and trailing commas are taken.</param>
    /// <returns>A topology that can be simulated.</returns>
    /// <exception cref="TopologyException">The file is missing, is no JSON, or describes what cannot be; the message names file and place.</exception>
    public static ShopTopology Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Parse(JsonDescription.ReadBytes(path), path);
    }

    /// <summary>The topology as JSON that <see cref="Read"/> takes back.</summary>
    /// <param name="topology">A topology.</param>
    public static string ToJson(ShopTopology topology) => JsonDescription.Text(topology);

    /// <summary>Reads and checks a topology from the bytes of its file.</summary>
    internal static ShopTopology Parse(ReadOnlySpan<byte> utf8, string name)
    {
        var topology = JsonDescription.Parse<ShopTopology>(utf8, name);
        try
        {
            topology.Validate();
        }
        catch (TopologyException problem)
        {
            throw new TopologyException($"{name}: {problem.Message}", problem);
        }

        return topology;
    }
}
