using Presage.Models.Artefacts;
using Presage.Models.Forecasting;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>A linear map to every step from a node's own window, what earlier days did, and what its neighbours do, in closed form.</summary>
sealed class NodeRidge
{
    const string NodesName = "graph.nodes";
    const string WeightsName = "ridge.weights";

    readonly IReadOnlyList<string> _nodes;
    readonly WindowFeatures _features;
    readonly LinearForecast _forecast;
    readonly JointForecasts _forecasts;

    NodeRidge(IReadOnlyList<string> nodes, WindowFeatures features, LinearForecast forecast, double validationError)
    {
        (_nodes, _features, _forecast, ValidationError) = (nodes, features, forecast, validationError);
        _forecasts = new JointForecasts(nodes);
    }

    /// <summary>Mean squared error on validation; NaN without validation windows.</summary>
    public double ValidationError { get; }

    public long ParameterCount => _forecast.Weights.Length;

    public static NodeRidge Fit(ForecastTask task, NodeFeatureOptions options, CancellationToken cancellation)
    {
        var joint = JointTask.Of(task);
        var start = NodeStart.Fit(joint.Task, joint.Nodes.Count, options, cancellation);
        return new NodeRidge(joint.Nodes, start.Features, start.Forecast, start.ValidationError);
    }

    public static NodeRidge Load(ArtefactReader reader, ForecastShape shape)
    {
        var nodes = reader.ReadNames(NodesName);
        var features = NodeFeatures.Load(reader, shape.Lookback, shape.Horizon, nodes.Count, shape.Metrics);
        float[] weights = reader.Read(WeightsName, shape.Metrics, features.Count, shape.Horizon);
        return new NodeRidge(nodes, features, new LinearForecast(shape.Metrics, features.Count, shape.Horizon, weights), double.NaN);
    }

    public void Save(ArtefactWriter writer)
    {
        writer.WriteNames(NodesName, _nodes);
        _features.Save(writer);
        writer.Write(WeightsName, _forecast.Weights, _forecast.Metrics, _forecast.Features, _forecast.Horizon);
    }

    public void Forecast(WindowSet windows, int first, int count, Span<float> forecast) =>
        _forecasts.Copy(windows, first, count, forecast, ForecastJoint);

    void ForecastJoint(WindowSet joint, int first, int count, Span<float> forecast)
    {
        var shape = ForecastShape.Of(joint);
        int columns = shape.Metrics;
        var values = new float[shape.InputLength];
        var observed = new float[shape.InputLength];
        var features = new float[columns * _features.Count];
        var means = new float[columns];
        for (int window = 0; window < count; window++)
        {
            joint.CopyInput(first + window, values, observed);
            _features.Describe(joint, first + window, values, observed, features, means);
            var target = forecast.Slice(window * shape.OutputLength, shape.OutputLength);
            for (int column = 0; column < columns; column++)
            {
                _forecast.Apply(column % _forecast.Metrics, features.AsSpan(column * _features.Count, _features.Count), means[column], target[column..], columns);
            }
        }
    }
}
