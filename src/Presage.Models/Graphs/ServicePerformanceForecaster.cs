using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Models.Training;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>P4: latency, load and resources of every service, seen from callers, callees, its group and the whole system.</summary>
public sealed class ServicePerformanceForecaster : ResidualGraphForecaster
{
    const int Rounds = 5;
    const int LeastSteps = 400;

    readonly ServicePerformanceSettings _settings;

    /// <summary>What the model is.</summary>
    public static ModelCard ModelCard { get; } = new(
        "service-performance",
        "Service performance (P4)",
        "forecasting",
        "Convolutions over callers and callees, a time encoding and a recurrent network per service, on the levels service, group and system.",
        "Xue et al. 2025, Multi-Level Service Performance Forecasting via Spatiotemporal Graph Neural Networks (arXiv:2508.07122).",
        "Sizes, levels and the encoding are completed where only the abstract is known; who moves with whom as a third graph, the profiles "
        + "of earlier days, moved to a level that is unlike any before, a learned vector for each service, a linear skip started at its closed form, a share of the correction for each metric and direct "
        + "multi-step output are added; the loss is squared error and five times the absolute one in place of Huber's.",
        ServicePerformanceSettings.Cards)
    {
        UsesSeed = true,
    };

    /// <summary>Without each of its parts.</summary>
    public static IReadOnlyList<Variant> Variants { get; } =
    [
        With("without graph", ("graph", "off")),
        With("without levels", ("levels", "off")),
        With("without time encoding", ("time-encoding", "off")),
        With("without GRU", ("recurrence", "off")),
        With("without embeddings", ("embeddings", "off")),
        With("instance normalisation", ("instance-norm", "on")),
        With("without linear skip", ("linear-skip", "off")),
        With("without days", ("days", "off")),
        With("without following the level", ("follow-level", "off")),
        With("without other metrics", ("metrics", "off")),
        With("whole correction", ("weighed-correction", "off")),
        With("Huber loss", ("loss", "huber")),
        With("linear skip alone", ("steps", "0")),
    ];

    /// <summary>Makes an unfitted model.</summary>
    /// <param name="settings">Checked against the card.</param>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public ServicePerformanceForecaster(ModelSettings settings)
        : base(ModelCard, settings) => _settings = ServicePerformanceSettings.From(settings);

    private protected override NodeFeatureOptions FeatureOptions => new(_settings.Graph, _settings.Days, _settings.Metrics, _settings.FollowsLevel);

    private protected override LinearStart? FindStart(ForecastTask task, CancellationToken cancellationToken) => task.Share(
        $"{nameof(SelectiveStart)} {FeatureOptions}",
        () => SelectiveStart.Fit(task, Nodes.Count, FeatureOptions, cancellationToken));

    private protected override TrainingSettings Training(ForecastTask task)
    {
        var training = ResidualTraining(LeastSteps);
        return training with
        {
            AbsoluteWeight = _settings.AbsoluteWeight,
            Steps = _settings.Steps ?? Math.Max(LeastSteps, checked(Rounds * training.StepsPerRound(task.Train.Count))),
        };
    }

    private protected override IReadOnlyList<SparseSupport> FindSupports(ForecastTask joint, int metrics)
    {
        int nodes = joint.Shape.Metrics / metrics;
        if (!_settings.Graph || nodes < 2)
        {
            return [];
        }

        var supports = new List<SparseSupport>(GraphSupports.Directions(joint.Graph, nodes))
        {
            GraphSupports.Correlated(joint.Frame, joint.TrainBins, metrics, DayProfiles.Remember(joint.Frame, joint.TrainBins)),
        };
        if (_settings.Levels)
        {
            supports.Add(SparseSupport.OfMembers(ServiceGroups.Membership(joint.Graph, nodes), nodes));
        }

        return supports;
    }

    private protected override void Finish(ForecastNetwork network, NetworkForecast forecast, WindowSet validation)
    {
        if (_settings.Weighs)
        {
            CorrectionShare.Find(network, forecast, validation, _settings.AbsoluteWeight);
        }
    }

    private protected override ForecastNetwork Build(WindowShape shape) => new ServicePerformanceNetwork(_settings, shape, Nodes.Count, SupportCount);
}
