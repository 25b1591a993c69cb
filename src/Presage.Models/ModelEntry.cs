using Presage.Models.Forecasting;

namespace Presage.Models;

/// <summary>One line of the catalogue: what a model is and how to make one.</summary>
/// <param name="Card">What the model is.</param>
/// <param name="Create">Makes an unfitted model from settings that were checked against the card.</param>
/// <param name="Variants">Variants that an evaluation shows beside the model; usually none.</param>
public sealed record ModelEntry(ModelCard Card, Func<ModelSettings, Forecaster> Create, IReadOnlyList<Variant> Variants);
