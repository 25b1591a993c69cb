using System.Text.Json;
using System.Text.Json.Serialization;

namespace Presage.Simulation.Topologies;

/// <summary>Reads and writes a topology as JSON; the layout stands in docs/formats/simulation.md.</summary>
public static class TopologyFile
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads and checks a topology.</summary>
    /// <param name="path">A file of JSON; comments and trailing commas are taken.</param>
    /// <returns>A topology that can be simulated.</returns>
    /// <exception cref="TopologyException">The file is missing, is no JSON, or describes what cannot be; the message names file and place.</exception>
    public static ShopTopology Read(string path)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        byte[] text;
        try
        {
            text = File.ReadAllBytes(path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new TopologyException($"{path}: cannot be read: {refusal.Message}", refusal);
        }

        return Parse(text, path);
    }

    /// <summary>The topology as JSON that <see cref="Read"/> takes back.</summary>
    /// <param name="topology">A topology.</param>
    public static string ToJson(ShopTopology topology) => JsonSerializer.Serialize(topology, Options);

    /// <summary>Reads and checks a topology from the bytes of its file.</summary>
    internal static ShopTopology Parse(ReadOnlySpan<byte> utf8, string name)
    {
        ShopTopology? topology;
        try
        {
            topology = JsonSerializer.Deserialize<ShopTopology>(utf8, Options);
        }
        catch (JsonException refusal)
        {
            throw new TopologyException($"{name}{Line(refusal)}: {Place(refusal)}{Reason(refusal)}", refusal);
        }

        if (topology is null)
        {
            throw new TopologyException($"{name}: null is no topology.");
        }

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

    static string Line(JsonException refusal) => refusal.LineNumber is { } line ? $":{line + 1}" : "";

    static string Place(JsonException refusal) => refusal.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? $"{path[2..]}: " : "";

    // The serializer's own text ends in path and position, which are already said, and speaks of .NET types.
    static string Reason(JsonException refusal)
    {
        string text = refusal.Message;
        int position = text.IndexOf(" Path: ", StringComparison.Ordinal);
        text = position >= 0 ? text[..position] : text;
        return text.Replace("Presage.Simulation.Topologies.", "", StringComparison.Ordinal);
    }
}
