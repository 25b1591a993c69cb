using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Presage.Simulation.Topologies;

/// <summary>Reads and writes what people describe in JSON: a typing error is an error with file, line and place, and never passed over.</summary>
static class JsonDescription
{
    static readonly JsonSerializerOptions Options = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        ReadCommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // an edge is written -> and not with an escape
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    public static string Text<T>(T description) => JsonSerializer.Serialize(description, Options);

    /// <exception cref="TopologyException">The file is missing or cannot be read.</exception>
    public static byte[] ReadBytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new TopologyException($"{path}: cannot be read: {refusal.Message}", refusal);
        }
    }

    /// <exception cref="TopologyException">The text is no JSON of this kind.</exception>
    public static T Parse<T>(ReadOnlySpan<byte> utf8, string name)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(utf8, Options) ?? throw new TopologyException($"{name}: null says nothing.");
        }
        catch (JsonException refusal)
        {
            throw new TopologyException($"{name}{Line(refusal)}: {Place(refusal)}{Reason(refusal, typeof(T).Namespace)}", refusal);
        }
    }

    static string Line(JsonException refusal) => refusal.LineNumber is { } line ? $":{line + 1}" : "";

    static string Place(JsonException refusal) => refusal.Path is { Length: > 2 } path && path.StartsWith("$.", StringComparison.Ordinal) ? $"{path[2..]}: " : "";

    // The serializer's own text ends in path and position, which are already said, and speaks of .NET types.
    static string Reason(JsonException refusal, string? types)
    {
        string text = refusal.Message;
        int position = text.IndexOf(" Path: ", StringComparison.Ordinal);
        text = position >= 0 ? text[..position] : text;
        return text.Replace($"{types}.", "", StringComparison.Ordinal);
    }
}
