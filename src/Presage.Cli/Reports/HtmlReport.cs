using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Presage.Cli.Reports;

/// <summary>Writes a report as one HTML file that opens without a network: script, style and data are inside it.</summary>
static partial class HtmlReport
{
    const string ResourcePrefix = "Presage.Cli.Reports.";

    /// <summary>Writes <paramref name="document"/> as UTF-8 HTML and leaves <paramref name="stream"/> open.</summary>
    /// <exception cref="ArgumentException">Two lists that belong together differ in length.</exception>
    public static void Write(ReportDocument document, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(stream);
        foreach (var panel in document.Series)
        {
            panel.Validate();
        }

        foreach (var errors in document.ErrorsByHorizon)
        {
            errors.Validate();
        }

        document.Map?.Validate();
        var template = ReadResource("report.html");
        using var writer = new StreamWriter(stream, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), leaveOpen: true);
        var position = 0;
        foreach (Match slot in Slot().Matches(template))
        {
            writer.Write(template.AsSpan(position, slot.Index - position));
            writer.Write(slot.Groups[1].Value switch
            {
                "title" => WebUtility.HtmlEncode(document.Title),
                "style" => ReadResource("report.css"),
                "data" => JsonSerializer.Serialize(document, ReportJsonContext.Default.ReportDocument),
                "graph" => document.Map is null ? "" : ReadResource("graph.js"), // half a megabyte that most reports have no use for
                "script" => ReadResource("report.js"),
                var name => throw new System.Diagnostics.UnreachableException($"BUG: report.html has an unknown slot '{name}'."),
            });
            position = slot.Index + slot.Length;
        }

        writer.Write(template.AsSpan(position));
    }

    static string ReadResource(string name)
    {
        using var stream = typeof(HtmlReport).Assembly.GetManifestResourceStream(ResourcePrefix + name)
            ?? throw new System.Diagnostics.UnreachableException($"BUG: the program was built without its resource '{name}'.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return reader.ReadToEnd();
    }

    [GeneratedRegex(@"\{\{(title|style|data|graph|script)\}\}")]
    private static partial Regex Slot();
}
