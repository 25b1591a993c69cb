using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>Some windows of a set in double precision, one metric at a time.</summary>
sealed class LaggedBlock
{
    readonly ForecastShape _shape;
    readonly int _width;
    readonly int _targetWidth;
    readonly float[] _windowInputs;  // [window, T, N]
    readonly float[] _windowTargets; // [window, H, N]
    readonly float[] _windowMasks;   // [window, H, N]
    readonly double[] _inputs;       // [row, width]: input, 1, zeros
    readonly double[] _targets;      // [row, targetWidth], 0 where missing
    readonly bool[] _observed;       // [H, row]
    readonly int[] _rows;            // 0, 1, 2, ...

    public LaggedBlock(ForecastShape shape, int capacity, int width, int targetWidth)
    {
        _shape = shape;
        _width = width;
        _targetWidth = targetWidth;
        _windowInputs = new float[capacity * shape.InputLength];
        _windowTargets = new float[capacity * shape.OutputLength];
        _windowMasks = new float[capacity * shape.OutputLength];
        _inputs = new double[capacity * width];
        _targets = new double[capacity * targetWidth];
        _observed = new bool[capacity * shape.Horizon];
        _rows = [.. Enumerable.Range(0, capacity)];
    }

    /// <summary>R: how many windows the block holds.</summary>
    public int Rows { get; private set; }

    /// <summary>Every row's index.</summary>
    public ReadOnlySpan<int> AllRows => _rows.AsSpan(0, Rows);

    /// <summary>[R, width]: each row the chosen metric's input, a 1, and zeros.</summary>
    public ReadOnlySpan<double> Inputs => _inputs.AsSpan(0, Rows * _width);

    /// <summary>[R, targetWidth]: the chosen metric's targets, 0 where missing.</summary>
    public ReadOnlySpan<double> Targets => _targets.AsSpan(0, Rows * _targetWidth);

    public void Read(WindowSet windows, int first, int count)
    {
        Rows = count;
        for (int row = 0; row < count; row++)
        {
            windows.CopyInput(first + row, _windowInputs.AsSpan(row * _shape.InputLength, _shape.InputLength), []);
            windows.CopyTarget(
                first + row,
                _windowTargets.AsSpan(row * _shape.OutputLength, _shape.OutputLength),
                _windowMasks.AsSpan(row * _shape.OutputLength, _shape.OutputLength));
        }
    }

    /// <summary>Takes one metric of the windows that were read.</summary>
    public void Choose(int metric)
    {
        int metrics = _shape.Metrics;
        for (int row = 0; row < Rows; row++)
        {
            var input = _windowInputs.AsSpan(row * _shape.InputLength, _shape.InputLength);
            for (int step = 0; step < _shape.Lookback; step++)
            {
                _inputs[(row * _width) + step] = input[(step * metrics) + metric];
            }

            _inputs[(row * _width) + _shape.Lookback] = 1;
            int at = (row * _shape.OutputLength) + metric;
            for (int step = 0; step < _shape.Horizon; step++, at += metrics)
            {
                _targets[(row * _targetWidth) + step] = _windowTargets[at];
                _observed[(step * Rows) + row] = _windowMasks[at] > 0;
            }
        }
    }

    /// <summary>The sum of squared observed targets of a step.</summary>
    public double TargetSquares(int step)
    {
        double squares = 0;
        for (int row = 0; row < Rows; row++)
        {
            double target = _targets[(row * _targetWidth) + step];
            squares += target * target;
        }

        return squares;
    }

    /// <summary>Lists the rows whose target was observed, or those whose target was not.</summary>
    /// <param name="step">h, from 0.</param>
    /// <param name="observed">Which of the two.</param>
    /// <param name="rows">Room for all rows.</param>
    /// <returns>How many were listed.</returns>
    public int Pick(int step, bool observed, Span<int> rows)
    {
        int count = 0;
        for (int row = 0; row < Rows; row++)
        {
            rows[count] = row;
            count += _observed[(step * Rows) + row] == observed ? 1 : 0;
        }

        return count;
    }
}
