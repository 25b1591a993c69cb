using Presage.Models.Forecasting;
using Presage.Models.Graphs;

namespace Presage.Models;

/// <summary>The one list of models. A new model is one file and one line here.</summary>
public static class ModelCatalog
{
    /// <summary>Every forecaster, in the order in which a table shows them.</summary>
    public static IReadOnlyList<ModelEntry> Forecasters { get; } =
    [
        new(DualChannelForecaster.ModelCard, settings => new DualChannelForecaster(settings), DualChannelForecaster.Variants),
        new(GraphTemporalForecaster.ModelCard, settings => new GraphTemporalForecaster(settings), GraphTemporalForecaster.Variants),
        new(ServicePerformanceForecaster.ModelCard, settings => new ServicePerformanceForecaster(settings), ServicePerformanceForecaster.Variants),
        new(GraphWaveNetForecaster.ModelCard, settings => new GraphWaveNetForecaster(settings), []),
        new(AstgcnForecaster.ModelCard, settings => new AstgcnForecaster(settings), []),
        new(GcnGruForecaster.ModelCard, settings => new GcnGruForecaster(settings), []),
        new(StidForecaster.ModelCard, settings => new StidForecaster(settings), []),
        new(GruForecaster.ModelCard, settings => new GruForecaster(settings), GruForecaster.Variants),
        new(LstmForecaster.ForwardCard, LstmForecaster.CreateForward, LstmForecaster.Variants),
        new(LstmForecaster.BidirectionalCard, LstmForecaster.CreateBidirectional, LstmForecaster.Variants),
        new(MlpForecaster.ModelCard, settings => new MlpForecaster(settings), MlpForecaster.Variants),
        new(TransformerForecaster.ModelCard, settings => new TransformerForecaster(settings), TransformerForecaster.Variants),
        new(RLinearForecaster.ModelCard, settings => new RLinearForecaster(settings), []),
        new(DLinearForecaster.ModelCard, settings => new DLinearForecaster(settings), []),
        new(RidgeForecaster.CentredCard, RidgeForecaster.CreateCentred, []),
        new(RidgeForecaster.RawCard, RidgeForecaster.CreateRaw, []),
        new(SeasonalNaiveForecaster.ModelCard, settings => new SeasonalNaiveForecaster(settings), []),
        new(LastValueForecaster.ModelCard, _ => new LastValueForecaster(), []),
    ];

    /// <summary>Finds a model by its name.</summary>
    /// <param name="id">As on the command line.</param>
    /// <returns>Its catalogue line.</returns>
    /// <exception cref="UnknownModelException">There is none; the message names the nearest.</exception>
    public static ModelEntry Get(string id)
    {
        ArgumentNullException.ThrowIfNull(id);
        return Forecasters.FirstOrDefault(entry => entry.Card.Id == id)
            ?? throw UnknownModelException.For("model", id, [.. Forecasters.Select(entry => entry.Card.Id)]);
    }
}
