using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>Serves forecasts of single windows from forecasts of joint ones, each of which is computed once.</summary>
/// <remarks>The windows of a set come entity by entity, so that without this every origin would be computed once a node.</remarks>
sealed class JointForecasts
{
    readonly IReadOnlyList<string> _nodes;
    readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);
    WindowSet? _windows;
    JointWindows? _joint;
    float[] _forecasts = []; // [origin, H, N x F]

    public JointForecasts(IReadOnlyList<string> nodes)
    {
        _nodes = nodes;
        for (int node = 0; node < nodes.Count; node++)
        {
            _places.Add(nodes[node], node);
        }
    }

    /// <summary>Computes joint forecasts: windows, first, count, [count, H, N x F].</summary>
    public delegate void Compute(WindowSet joint, int first, int count, Span<float> forecast);

    /// <summary>Copies the forecasts of some windows.</summary>
    /// <param name="windows">Single windows.</param>
    /// <param name="first">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <param name="forecast">[count, H, F], written.</param>
    /// <param name="compute">Asked once for a set of windows.</param>
    /// <exception cref="ModelDataException">A window belongs to a node that the model was not trained on.</exception>
    public void Copy(WindowSet windows, int first, int count, Span<float> forecast, Compute compute)
    {
        if (!ReferenceEquals(_windows, windows))
        {
            _joint = JointWindows.Of(windows, _nodes);
            int length = ForecastShape.Of(_joint.Windows).OutputLength;
            _forecasts = new float[(long)_joint.Windows.Count * length];
            compute(_joint.Windows, 0, _joint.Windows.Count, _forecasts);
            _windows = windows;
        }

        var shape = ForecastShape.Of(windows);
        int columns = _nodes.Count * shape.Metrics;
        for (int window = 0; window < count; window++)
        {
            var (entity, origin) = windows.At(first + window);
            if (!_places.TryGetValue(windows.Frame.Entities[entity], out int node))
            {
                throw new ModelDataException(
                    $"'{windows.Frame.Entities[entity]}' is not among the {_nodes.Count} nodes this model was trained on "
                    + $"({string.Join(", ", _nodes.Take(5))}{(_nodes.Count > 5 ? ", ..." : "")}): a graph model forecasts the nodes it knows.");
            }

            var from = _forecasts.AsSpan(_joint!.IndexOf(origin) * shape.Horizon * columns, shape.Horizon * columns);
            for (int step = 0; step < shape.Horizon; step++)
            {
                from.Slice((step * columns) + (node * shape.Metrics), shape.Metrics)
                    .CopyTo(forecast[((window * shape.OutputLength) + (step * shape.Metrics))..]);
            }
        }
    }
}
