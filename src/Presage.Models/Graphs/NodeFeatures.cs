using Presage.Models.Artefacts;
using Presage.Models.Regression;
using Presage.Telemetry.Windows;

namespace Presage.Models.Graphs;

/// <summary>Describes each metric of each node by its own window, by what earlier days did at these times, and by its neighbours.</summary>
/// <remarks>
/// All values are relative to the mean of the column's own window. In order: the window (T) and its level; of each kind of day weights
/// (<see cref="DayProfiles"/>) the expected course of the horizon (H), the expectation for now and what the window's two halves were above
/// it; of each other metric of the node, where they are looked at, the newest value, its recent mean and its level, and how far it is
/// expected from that level; of each support (<see cref="SparseSupport"/>) the neighbours' newest values, what they are above their own expectation, and how
/// they are expected to change; the constant 1.
/// </remarks>
sealed class NodeFeatures : WindowFeatures
{
    const int GraphLags = 4;
    const int Changes = 3;
    const int RecentSteps = 4;
    const int OwnNumbers = 3;
    const string SupportsName = "graph.supports";
    const string KindNumber = "graph.features";
    const string OthersNumber = "graph.otherMetrics";

    readonly int _steps;
    readonly int _horizon;
    readonly int _columns;
    readonly int _metrics;
    readonly bool _others;
    readonly DayProfiles? _days;
    readonly LevelDrift? _drift;
    readonly IReadOnlyList<SparseSupport> _supports;
    readonly float[] _expected;  // [kinds, T + H, columns]
    readonly float[] _levels;    // [columns]
    readonly float[] _drifts;    // [columns], 0 where the level is usual or not followed
    readonly float[] _usual;     // [T, columns], the window without its drifts
    readonly float[] _signals;   // [columns, signals]

    /// <param name="steps">T.</param>
    /// <param name="horizon">H.</param>
    /// <param name="nodes">N.</param>
    /// <param name="metrics">F.</param>
    /// <param name="others">Whether a metric is described by the node's other metrics as well.</param>
    /// <param name="days">The memory; null for none.</param>
    /// <param name="drift">Follows levels unlike any of the days; null for none.</param>
    /// <param name="supports">The graphs; may be empty.</param>
    public NodeFeatures(
        int steps, int horizon, int nodes, int metrics, bool others, DayProfiles? days, LevelDrift? drift, IReadOnlyList<SparseSupport> supports)
    {
        (_steps, _horizon, _columns, _metrics) = (steps, horizon, nodes * metrics, metrics);
        (_others, _days, _drift, _supports) = (others, days, drift, supports);
        _expected = new float[days is null ? 0 : DayProfiles.Kinds * (steps + horizon) * _columns];
        _levels = new float[_columns];
        _drifts = new float[_columns];
        _usual = new float[drift is null ? 0 : steps * _columns];
        _signals = new float[supports.Count > 0 ? _columns * Signals : 0];
        Count = steps + 1 + (Kinds * (horizon + 3)) + (others ? (metrics - 1) * OfOther : 0) + (supports.Count * Signals) + 1;
    }

    /// <inheritdoc />
    public override int Count { get; }

    /// <inheritdoc />
    public override int Constant => Count - 1;

    /// <summary>The index of the window's level.</summary>
    public int Level => _steps;

    int Kinds => _days is null ? 0 : DayProfiles.Kinds;

    // Of another metric: what it does, and of each kind of expectation how far it will be from its level.
    int OfOther => OwnNumbers + (Kinds * Changes);

    // Along a support: lags, and of each kind of expectation what is above it and how it changes.
    int Signals => Lags + (Kinds * (1 + Changes));

    int Lags => Math.Min(GraphLags, _steps);

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="reader">The artefact.</param>
    /// <param name="steps">T.</param>
    /// <param name="horizon">H.</param>
    /// <param name="nodes">N.</param>
    /// <param name="metrics">F.</param>
    public static NodeFeatures Load(ArtefactReader reader, int steps, int horizon, int nodes, int metrics)
    {
        var supports = new List<SparseSupport>();
        if (reader.Has(SupportsName))
        {
            float[] dense = reader.Read(SupportsName, -1, nodes, nodes);
            for (int start = 0; start < dense.Length; start += nodes * nodes)
            {
                supports.Add(SparseSupport.FromDense(dense.AsSpan(start, nodes * nodes), nodes));
            }
        }

        var days = DayProfiles.Load(reader, nodes * metrics);
        var drift = days is null ? null : LevelDrift.Load(reader, days, nodes * metrics);
        return new NodeFeatures(steps, horizon, nodes, metrics, reader.HasNumber(OthersNumber), days, drift, supports);
    }

    /// <inheritdoc />
    public override WindowFeatures Copy()
    {
        var days = _days?.Copy();
        return new NodeFeatures(
            _steps, _horizon, _columns / _metrics, _metrics, _others, days, days is null ? null : _drift?.Copy(days), _supports);
    }

    /// <summary>Whether an artefact has these features, and not those of single windows.</summary>
    public static bool AreIn(ArtefactReader reader) => reader.HasNumber(KindNumber);

    /// <summary>Which features belong to what is not looked at.</summary>
    /// <param name="options">What is looked at; a node's own window always is.</param>
    /// <returns>[P].</returns>
    public bool[] LeftOut(NodeFeatureOptions options)
    {
        var leftOut = new bool[Count];
        int days = _steps + 1;
        int others = days + (Kinds * (_horizon + 3));
        int neighbours = others + (_others ? (_metrics - 1) * OfOther : 0);
        leftOut.AsSpan(days..others).Fill(!options.Days);
        leftOut.AsSpan(others..neighbours).Fill(!options.Metrics);
        leftOut.AsSpan(neighbours..Constant).Fill(!options.Graph);
        return leftOut;
    }

    /// <inheritdoc />
    public override void Save(ArtefactWriter writer)
    {
        writer.WriteNumber(KindNumber, 1);
        if (_others)
        {
            writer.WriteNumber(OthersNumber, 1);
        }

        _days?.Save(writer);
        _drift?.Save(writer);
        if (_supports.Count > 0)
        {
            writer.Write(SupportsName, [.. _supports.SelectMany(support => support.ToDense())], _supports.Count, _supports[0].Nodes, _supports[0].Nodes);
        }
    }

    /// <inheritdoc />
    public override void Describe(
        WindowSet windows, int index, ReadOnlySpan<float> values, ReadOnlySpan<float> observed, Span<float> features, Span<float> means)
    {
        if (_drift is not null)
        {
            _drift.Find(windows, index, _drifts);
            values = WithoutDrifts(values);
        }

        int place = DescribeOwn(values, features, means);
        if (_days is not null)
        {
            _days.Expect(windows, index, values, _expected);
            for (int kind = 0; kind < Kinds; kind++)
            {
                place = DescribeDays(kind, values, features, place);
            }
        }

        for (int offset = 1; _others && offset < _metrics; offset++)
        {
            place = DescribeOther(offset, values, features, place);
        }

        if (_supports.Count > 0)
        {
            GatherSignals(values);
        }

        foreach (var support in _supports)
        {
            place = DescribeNeighbours(support, features, place);
        }

        for (int column = 0; column < _columns; column++)
        {
            features[(column * Count) + place] = 1;
        }
    }

    // All is then described as if the level were a usual one; the forecast is relative to the level there is.
    ReadOnlySpan<float> WithoutDrifts(ReadOnlySpan<float> values)
    {
        for (int step = 0; step < _steps; step++)
        {
            for (int column = 0; column < _columns; column++)
            {
                _usual[(step * _columns) + column] = values[(step * _columns) + column] - _drifts[column];
            }
        }

        return _usual;
    }

    // The level is kept in _levels for what follows.
    int DescribeOwn(ReadOnlySpan<float> values, Span<float> features, Span<float> means)
    {
        for (int column = 0; column < _columns; column++)
        {
            float sum = 0;
            for (int step = 0; step < _steps; step++)
            {
                sum += values[(step * _columns) + column];
            }

            float mean = sum / _steps;
            var target = features.Slice(column * Count, Count);
            for (int step = 0; step < _steps; step++)
            {
                target[step] = values[(step * _columns) + column] - mean;
            }

            target[_steps] = mean;
            _levels[column] = mean;
            if (!means.IsEmpty)
            {
                means[column] = mean + _drifts[column];
            }
        }

        return _steps + 1;
    }

    int DescribeDays(int kind, ReadOnlySpan<float> values, Span<float> features, int place)
    {
        var expected = _expected.AsSpan(kind * (_steps + _horizon) * _columns, (_steps + _horizon) * _columns);
        int half = _steps / 2;
        for (int column = 0; column < _columns; column++)
        {
            var target = features.Slice((column * Count) + place, _horizon + 3);
            for (int step = 0; step < _horizon; step++)
            {
                target[step] = expected[((_steps + step) * _columns) + column] - _levels[column];
            }

            target[_horizon] = expected[((_steps - 1) * _columns) + column] - _levels[column];
            target[_horizon + 1] = Excess(values, expected, column, 0, Math.Max(1, half));
            target[_horizon + 2] = Excess(values, expected, column, half, _steps);
        }

        return place + _horizon + 3;
    }

    // The metric that many places on, in a circle.
    int DescribeOther(int offset, ReadOnlySpan<float> values, Span<float> features, int place)
    {
        int recent = Math.Min(RecentSteps, _steps);
        for (int column = 0; column < _columns; column++)
        {
            int metric = column % _metrics;
            int other = column - metric + ((metric + offset) % _metrics);
            var target = features.Slice((column * Count) + place, OfOther);
            float sum = 0;
            for (int step = _steps - recent; step < _steps; step++)
            {
                sum += values[(step * _columns) + other];
            }

            target[0] = values[((_steps - 1) * _columns) + other];
            target[1] = sum / recent;
            target[2] = _levels[other];
            for (int kind = 0; kind < Kinds; kind++)
            {
                int first = (kind * (_steps + _horizon)) + _steps;
                for (int change = 0; change < Changes; change++)
                {
                    target[OwnNumbers + (kind * Changes) + change] = _expected[((first + ChangeStep(change)) * _columns) + other] - _levels[other];
                }
            }
        }

        return place + OfOther;
    }

    float Excess(ReadOnlySpan<float> values, ReadOnlySpan<float> expected, int column, int first, int end)
    {
        float sum = 0;
        for (int step = first; step < end; step++)
        {
            sum += values[(step * _columns) + column] - expected[(step * _columns) + column];
        }

        return sum / (end - first);
    }

    // All that is looked at along the supports, a row a column: the newest values, what they are above each expectation, expected changes.
    void GatherSignals(ReadOnlySpan<float> values)
    {
        int signals = Signals;
        for (int column = 0; column < _columns; column++)
        {
            var target = _signals.AsSpan(column * signals, signals);
            for (int lag = 0; lag < Lags; lag++)
            {
                target[lag] = values[((_steps - 1 - lag) * _columns) + column];
            }

            int place = Lags;
            for (int kind = 0; kind < Kinds; kind++)
            {
                var expected = _expected.AsSpan(kind * (_steps + _horizon) * _columns, (_steps + _horizon) * _columns);
                float now = expected[((_steps - 1) * _columns) + column];
                target[place++] = target[0] - now;
                for (int change = 0; change < Changes; change++)
                {
                    target[place++] = expected[((_steps + ChangeStep(change)) * _columns) + column] - now;
                }
            }
        }
    }

    int DescribeNeighbours(SparseSupport support, Span<float> features, int place)
    {
        int signals = Signals;
        for (int column = 0; column < _columns; column++)
        {
            var target = features.Slice((column * Count) + place, signals);
            support.Gather(column / _metrics, _signals, _metrics * signals, column % _metrics * signals, target);
            for (int lag = 0; lag < Lags; lag++)
            {
                target[lag] -= _levels[column];
            }
        }

        return place + signals;
    }

    // A quarter, half and all of the horizon.
    int ChangeStep(int change) => Math.Max(0, (_horizon * (1 << change) / 4) - 1);
}
