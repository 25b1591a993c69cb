using System.Text.Json;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads the members of an incident; what is missing or wrong is named with the incident's place in its list.</summary>
/// <param name="entry">The incident.</param>
/// <param name="file">The name for errors.</param>
/// <param name="place">Which incident it is, such as <c>faults[2]</c>.</param>
readonly struct IncidentField(JsonElement entry, string file, string place)
{
    public string Text(string name) =>
        entry.ValueKind == JsonValueKind.Object && entry.TryGetProperty(name, out var value)
            && value.ValueKind == JsonValueKind.String && value.GetString() is { Length: > 0 } text
            ? text
            : throw Error($"has no text \"{name}\"");

    public long TimeMs(string name)
    {
        string text = Text(name);
        return TimestampText.TryParse(text, TimeZoneInfo.Utc, out long timeMs) ? timeMs : throw Error($"\"{name}\" is \"{text}\", which is no time");
    }

    public double? Number(string name) =>
        !entry.TryGetProperty(name, out var value) ? null
        : value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double number) ? number
        : throw Error($"\"{name}\" is {value.GetRawText()}, which is no number");

    public IReadOnlyList<string> Texts(string name)
    {
        if (!entry.TryGetProperty(name, out var list) || list.ValueKind != JsonValueKind.Array)
        {
            throw Error($"has no list \"{name}\"");
        }

        var texts = new List<string>();
        foreach (var one in list.EnumerateArray())
        {
            texts.Add(one.ValueKind == JsonValueKind.String ? one.GetString()! : throw Error($"\"{name}\" holds {one.GetRawText()}, which is no text"));
        }

        return texts;
    }

    public DataFormatException Error(string message) => new(file, 0, $"{place} {message}.");
}
