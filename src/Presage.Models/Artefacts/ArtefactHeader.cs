using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>The JSON in an artefact: everything but the tensors.</summary>
sealed record ArtefactHeader
{
    /// <summary>Which program wrote the file.</summary>
    public required string Writer { get; init; }

    /// <summary>The model's name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>The settings it was made with, over its defaults.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>T, H and what a window must hold.</summary>
    public required WindowOptions Window { get; init; }

    /// <summary>How samples become bins.</summary>
    public required ArtefactGrid Grid { get; init; }

    /// <summary>Names, in the order of the scaling's rows.</summary>
    public required IReadOnlyList<string> Entities { get; init; }

    /// <summary>Names, in the order of the model's columns.</summary>
    public required IReadOnlyList<string> Metrics { get; init; }

    /// <summary>What the model was trained on.</summary>
    public required DataFingerprint Data { get; init; }

    /// <summary>Single numbers of model and bands.</summary>
    public required IReadOnlyDictionary<string, double> Numbers { get; init; }

    /// <summary>Lists of names that the model keeps; empty in artefacts of before there were any.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>> Names { get; init; } = new Dictionary<string, IReadOnlyList<string>>();

    /// <summary>Names and shapes of the tensors, in the order of their bytes.</summary>
    public required IReadOnlyList<ArtefactTensorEntry> Tensors { get; init; }
}
