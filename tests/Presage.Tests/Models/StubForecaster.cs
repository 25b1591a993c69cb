using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Forecasting;

namespace Presage.Tests.Models;

/// <summary>A forecaster that learns nothing; a test overrides what it is about.</summary>
abstract class StubForecaster(ModelCard card) : Forecaster(card)
{
    public override long ParameterCount => 0;

    public override void Save(ArtefactWriter writer)
    {
    }

    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken) => new(0, null);

    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
    }
}
