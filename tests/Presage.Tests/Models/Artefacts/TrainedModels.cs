using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Artefacts;

/// <summary>Models trained on small data.</summary>
static class TrainedModels
{
    public static (TrainedForecaster Trained, TrainingReport Report) Train(
        string model, Frame? frame = null, MetricScale? scale = null) => ForecasterTraining.Run(new TrainingRequest
        {
            Model = ModelCatalog.Get(model),
            Recording = SmallData.Recording(frame ?? SmallData.Frame()),
            ProtocolOptions = new ProtocolOptions { Lookback = 24, Horizons = [4], Scale = scale },
            Fit = new FitOptions { Epochs = 1 },
        });

    public static byte[] Bytes(string model)
    {
        var stream = new MemoryStream();
        using var trained = Train(model).Trained;
        ArtefactFile.Write(stream, trained);
        return stream.ToArray();
    }
}
