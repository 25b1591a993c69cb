namespace Presage.Telemetry.Datasets;

/// <summary>A data set that its owner publishes, and that can be fetched from there; none of it is part of this project.</summary>
public sealed record PublicDataset
{
    /// <summary>The name to ask for.</summary>
    public required string Name { get; init; }

    /// <summary>What it holds, in a sentence or two.</summary>
    public required string Description { get; init; }

    /// <summary>A format of <see cref="ReaderCatalog.Formats"/>.</summary>
    public required string Format { get; init; }

    /// <summary>What its owner allows.</summary>
    public required string Licence { get; init; }

    /// <summary>What to cite.</summary>
    public required string Citation { get; init; }

    /// <summary>The page that describes it.</summary>
    public required Uri Home { get; init; }

    /// <summary>Its files.</summary>
    public required IReadOnlyList<PublicFile> Files { get; init; }
}
