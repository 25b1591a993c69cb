namespace Presage.Telemetry.Datasets;

/// <summary>A name of the form <c>entity/metric</c>, parted at its first slash: a metric such as bytes/s may have one of its own.</summary>
static class SeriesName
{
    /// <summary>The entity of series that name none.</summary>
    public const string OnlyEntity = "all";

    static readonly string[] DataEndings = [".gz", ".csv", ".tsv", ".txt", ".dat"];

    public static bool HasEntity(string name)
    {
        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return slash > 0 && slash < name.Length - 1;
    }

    public static (string Entity, string Metric) Split(string name)
    {
        if (!HasEntity(name))
        {
            return (OnlyEntity, name);
        }

        int slash = name.IndexOf('/', StringComparison.Ordinal);
        return (name[..slash], name[(slash + 1)..]);
    }

    /// <summary>The entity of a file that is one's own: its name without folders and endings.</summary>
    public static string OfFile(string file)
    {
        string name = file[(file.LastIndexOf('/') + 1)..];
        foreach (string ending in DataEndings)
        {
            name = name.EndsWith(ending, StringComparison.OrdinalIgnoreCase) ? name[..^ending.Length] : name;
        }

        return name;
    }
}
