using Presage.Models.Artefacts;
using Presage.Models.Graphs;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>A linear map from the window to every step, solved in closed form.</summary>
/// <remarks>
/// <code>
/// ridge       ŷ_h = m + Σ_t (x_t - m) w_th            m the mean of the window
/// ridge-raw   ŷ_h = Σ_t x_t w_th + c_h
/// </code>
/// The first is what RLinear (Li et al. 2023, arXiv:2305.10721) converges to when its deviation is left out.
/// </remarks>
public sealed class RidgeForecaster : Forecaster
{
    static readonly SettingCard[] WindowSettings =
    [
        new("share", "auto", "which metrics share weights: each its own, all one matrix, or what validation prefers", ["auto", "metric", "all"]),
        new("lambda", "auto", "penalty as a share of the mean squared input, 0 to 1; auto chooses by validation"),
    ];

    static readonly SettingCard[] NodeSettings =
    [
        .. WindowSettings,
        new("graph", "off", "whether to look at what the neighbours in the graph and the most correlated nodes do", ["on", "off"]),
        new("days", "off", "whether to look at what earlier days did at these times", ["on", "off"]),
    ];

    readonly bool _isCentred;
    readonly RidgeSharing? _sharing;
    readonly double? _penalty;
    readonly NodeFeatureOptions _nodeOptions;
    RidgeSolution? _solution;
    NodeRidge? _nodes;

    RidgeForecaster(ModelCard card, ModelSettings settings, bool isCentred)
        : base(card)
    {
        _isCentred = isCentred;
        _nodeOptions = isCentred ? new(settings.GetSwitch("graph"), settings.GetSwitch("days")) : default;
        _sharing = settings.GetText("share") switch { "metric" => RidgeSharing.Metric, "all" => RidgeSharing.All, _ => null };
        _penalty = settings.GetText("lambda") == "auto" ? null : settings.GetDouble("lambda", 0, 1);
    }

    /// <summary>The model on the window less its mean.</summary>
    public static ModelCard CentredCard { get; } = new(
        "ridge", "Ridge", "forecasting", "A linear map of the centred window to every step, in closed form.",
        "Hoerl and Kennard 1970; the closed form of RLinear (arXiv:2305.10721).",
        "Centred, not divided by the window's deviation; observed targets only; penalty chosen on validation. With neighbours or days, one map for all nodes.", NodeSettings);

    /// <summary>The model on the window as it is, with a constant.</summary>
    public static ModelCard RawCard { get; } = new(
        "ridge-raw", "Ridge, raw", "forecasting", "A linear map of the raw window and a constant to every step, in closed form.",
        "Hoerl and Kennard 1970.", "Observed targets only; penalty chosen on validation.", WindowSettings);

    bool LooksAround => _nodeOptions is not { Graph: false, Days: false };

    /// <inheritdoc/>
    public override long ParameterCount => _nodes?.ParameterCount ?? _solution?.ParameterCount ?? 0;

    /// <summary>Makes an unfitted <c>ridge</c>.</summary>
    /// <param name="settings">share and lambda.</param>
    /// <returns>The model.</returns>
    public static RidgeForecaster CreateCentred(ModelSettings settings) => new(CentredCard, settings, true);

    /// <summary>Makes an unfitted <c>ridge-raw</c>.</summary>
    /// <param name="settings">share and lambda.</param>
    /// <returns>The model.</returns>
    public static RidgeForecaster CreateRaw(ModelSettings settings) => new(RawCard, settings, false);

    /// <inheritdoc/>
    public override void Save(ArtefactWriter writer)
    {
        if (_nodes is not null)
        {
            _nodes.Save(writer);
        }
        else
        {
            _solution!.Save(writer);
        }
    }

    /// <inheritdoc/>
    protected override FitReport FitWindows(
        ForecastTask task, FitOptions options, IProgress<FitProgress>? progress, CancellationToken cancellationToken)
    {
        if (LooksAround)
        {
            _nodes = NodeRidge.Fit(task, _nodeOptions, cancellationToken);
            return new FitReport(1, double.IsNaN(_nodes.ValidationError) ? null : _nodes.ValidationError);
        }

        _solution = RidgeSolver.Solve(task, _isCentred, _sharing, _penalty, options.Threads, cancellationToken);
        return new FitReport(1, double.IsNaN(_solution.ValidationError) ? null : _solution.ValidationError);
    }

    /// <inheritdoc/>
    protected override void ForecastWindows(WindowSet windows, int first, int count, Span<float> forecast)
    {
        if (_nodes is not null)
        {
            _nodes.Forecast(windows, first, count, forecast);
            return;
        }

        var shape = _solution!.Shape;
        var input = new float[shape.InputLength];
        var row = new float[shape.Horizon];
        for (int window = 0; window < count; window++)
        {
            windows.CopyInput(first + window, input, []);
            _solution.Forecast(input, forecast.Slice(window * shape.OutputLength, shape.OutputLength), row);
        }
    }

    /// <inheritdoc/>
    protected override void LoadTensors(ArtefactReader reader, ForecastShape shape)
    {
        if (LooksAround)
        {
            _nodes = NodeRidge.Load(reader, shape);
        }
        else
        {
            _solution = RidgeSolution.Load(reader, shape);
        }
    }
}
