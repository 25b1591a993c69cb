using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;

namespace Presage.Models.Evaluation;

/// <summary>What to compare on which data.</summary>
public sealed record EvaluationRequest
{
    /// <summary>Names of models; the first one is tested against all others.</summary>
    public required IReadOnlyList<string> Models { get; init; }

    /// <summary>The data as a reader returned them.</summary>
    public required Recording Recording { get; init; }

    /// <summary>Which entity depends on which; null, the default, where nothing is known.</summary>
    public ServiceGraph? Graph { get; init; }

    /// <summary>The name of the protocol; <c>default</c> by default.</summary>
    public string Protocol { get; init; } = "default";

    /// <summary>What the user changed of the protocol.</summary>
    public ProtocolOptions ProtocolOptions { get; init; } = new();

    /// <summary>How many seeds a model with chance is fitted with: 1, 2, ...; 1 by default.</summary>
    public int Seeds { get; init; } = 1;

    /// <summary>The first seed; 1 by default.</summary>
    public int FirstSeed { get; init; } = 1;

    /// <summary>Threads in all; 1 by default. Models and seeds share them; the result does not depend on it when there is more than one fit.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>The most passes over the windows; null takes each model's own number.</summary>
    public int? Epochs { get; init; }

    /// <summary>Settings as <c>key=value</c> or <c>model.key=value</c>.</summary>
    public ModelSettings Settings { get; init; } = ModelSettings.Empty;

    /// <summary>Whether the variants that a model's catalogue line declares are shown too; true by default.</summary>
    public bool Variants { get; init; } = true;

    /// <summary>Whether models that learn a graph tell it in <see cref="EvaluationResult.LearnedGraphs"/>; false by default.</summary>
    public bool KeepLearnedGraphs { get; init; }
}
