using Presage.Cli.Output;
using Presage.Telemetry.Datasets;
using Spectre.Console;

namespace Presage.Cli.Datasets;

/// <summary>Shows the catalogue of public data sets and readable formats.</summary>
static class PublicDatasetText
{
    /// <summary>Every data set and every format, for people.</summary>
    public static void WriteList(IAnsiConsole console)
    {
        var table = new Table { Border = TableBorder.Simple };
        table.AddColumns("data set", "size", "what it holds");
        foreach (var dataset in DatasetCatalog.All)
        {
            table.AddRow(
                Markup.Escape(dataset.Name),
                Markup.Escape(dataset.Files[0].About),
                Markup.Escape(dataset.Description));
        }

        console.Write(table);
        console.WriteLine("Formats that are read, found from the content:");
        foreach (var (format, description) in ReaderCatalog.Formats)
        {
            console.WriteLine($"  {format}: {description}");
        }
    }

    /// <summary>Every data set and every format, for programs.</summary>
    public static void WriteJson(TextWriter output) => JsonText.Write(output, json =>
    {
        json.WriteString("command", "datasets list");
        json.WriteStartArray("datasets");
        foreach (var dataset in DatasetCatalog.All)
        {
            json.WriteStartObject();
            json.WriteString("name", dataset.Name);
            json.WriteString("description", dataset.Description);
            json.WriteString("format", dataset.Format);
            json.WriteString("licence", dataset.Licence);
            json.WriteString("home", dataset.Home.ToString());
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("formats");
        foreach (var (format, description) in ReaderCatalog.Formats)
        {
            json.WriteStartObject();
            json.WriteString("name", format);
            json.WriteString("description", description);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Everything known about one data set.</summary>
    public static void Write(PublicDataset dataset, TextWriter output)
    {
        output.WriteLine(dataset.Name);
        output.WriteLine($"  {dataset.Description}");
        output.WriteLine($"  format    {dataset.Format}");
        output.WriteLine($"  licence   {dataset.Licence}");
        output.WriteLine($"  cite      {dataset.Citation}");
        output.WriteLine($"  home      {dataset.Home}");
        foreach (var file in dataset.Files)
        {
            output.WriteLine($"  file      {file.Name}, {file.About}, {(file.Sha256 is null ? "no known checksum" : "checked by sha256")}");
            output.WriteLine($"            {file.Address}");
        }

        output.WriteLine($"  fetch     presage datasets fetch {dataset.Name}");
    }
}
