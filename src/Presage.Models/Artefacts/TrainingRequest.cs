using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;

namespace Presage.Models.Artefacts;

/// <summary>What to train on which data.</summary>
public sealed record TrainingRequest
{
    /// <summary>The catalogue line of the model.</summary>
    public required ModelEntry Model { get; init; }

    /// <summary>The data as a reader returned them.</summary>
    public required Recording Recording { get; init; }

    /// <summary>Which entity depends on which; null, the default, where nothing is known.</summary>
    public ServiceGraph? Graph { get; init; }

    /// <summary>The protocol that splits the data; <c>default</c> by default.</summary>
    public string Protocol { get; init; } = "default";

    /// <summary>What the user changed of the protocol; of several horizons the longest is trained for.</summary>
    public ProtocolOptions ProtocolOptions { get; init; } = new();

    /// <summary>Settings as <c>key=value</c> or <c>model.key=value</c>.</summary>
    public ModelSettings Settings { get; init; } = ModelSettings.Empty;

    /// <summary>Seed, threads, checkpoint.</summary>
    public FitOptions Fit { get; init; } = new();
}
