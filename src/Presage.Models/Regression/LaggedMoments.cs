using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>Second moments of windows and their targets, enough to solve and to score any linear forecast of one group.</summary>
/// <remarks>
/// With z = [input; 1] and the targets y_h: G_h = Σ z zᵀ, b_h = Σ z y_h and Σ y_h² over the windows (and the group's
/// metrics) whose target h was observed. Steps whose targets are all observed share one G.
/// </remarks>
sealed class LaggedMoments
{
    const int BlockWindows = 512;

    readonly int _lookback;
    readonly int _horizon;
    readonly int _firstStep;
    readonly int _endStep;
    readonly int _width;               // T + 1, padded to whole lanes
    readonly int _targets;             // H, padded
    readonly double[] _all;            // [width, width]: G over all windows, upper triangle
    readonly double[]?[] _differences; // [H]: G_h less G over all windows; null when they are equal
    readonly double[] _cross;          // [width, targets]
    readonly double[] _squares;        // [H]
    readonly long[] _counts;           // [H]

    LaggedMoments(int lookback, int horizon, int firstStep, int endStep)
    {
        _lookback = lookback;
        _horizon = horizon;
        _firstStep = firstStep;
        _endStep = endStep;
        _width = CrossProduct.Pad(lookback + 1);
        _targets = CrossProduct.Pad(horizon);
        _all = new double[_width * _width];
        _differences = new double[horizon][];
        _cross = new double[_width * _targets];
        _squares = new double[horizon];
        _counts = new long[horizon];
    }

    /// <summary>Observed targets of a step.</summary>
    public long Count(int step) => _counts[step];

    /// <summary>The sum of squared targets of a step.</summary>
    public double Squares(int step) => _squares[step];

    /// <summary>Whether G_h is the same for this step as for every other step of which this is said.</summary>
    public bool IsComplete(int step) => _differences[step] is null;

    /// <summary>Sums over the windows of a set.</summary>
    /// <param name="windows">Inputs filled, targets masked.</param>
    /// <param name="metrics">The group's metrics; each window counts once for each.</param>
    /// <param name="steps">The steps whose moments are wanted.</param>
    /// <param name="threads">Threads to use; the sums do not depend on it.</param>
    /// <param name="cancellationToken">Heard between blocks.</param>
    public static LaggedMoments Sum(
        WindowSet windows, IReadOnlyList<int> metrics, Range steps, int threads, CancellationToken cancellationToken)
    {
        var shape = ForecastShape.Of(windows);
        var (firstStep, length) = steps.GetOffsetAndLength(shape.Horizon);
        var moments = new LaggedMoments(shape.Lookback, shape.Horizon, firstStep, firstStep + length);
        var block = new LaggedBlock(shape, BlockWindows, moments._width, moments._targets);
        for (int first = 0; first < windows.Count; first += BlockWindows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Read(windows, first, Math.Min(BlockWindows, windows.Count - first));
            foreach (int metric in metrics)
            {
                block.Choose(metric);
                moments.Add(block, threads);
            }
        }

        return moments;
    }

    /// <summary>Bytes that the moments of one step may take.</summary>
    public static long StepBytes(int lookback) => (long)CrossProduct.Pad(lookback + 1) * CrossProduct.Pad(lookback + 1) * sizeof(double);

    /// <summary>Adds the moments of another group, of the same windows and steps.</summary>
    public void Add(LaggedMoments other)
    {
        AddTo(_all, other._all, 1);
        AddTo(_cross, other._cross, 1);
        for (int step = _firstStep; step < _endStep; step++)
        {
            _counts[step] += other._counts[step];
            _squares[step] += other._squares[step];
            if (other._differences[step] is { } difference)
            {
                AddTo(_differences[step] ??= new double[difference.Length], difference, 1);
            }
        }
    }

    /// <summary>Copies G_h in full.</summary>
    /// <param name="step">h, from 0.</param>
    /// <param name="gram">[T + 1, T + 1].</param>
    public void CopyGram(int step, Span<double> gram)
    {
        int size = _lookback + 1;
        var difference = _differences[step];
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                int at = (row * _width) + column;
                double value = _all[at] + (difference is null ? 0 : difference[at]);
                gram[(row * size) + column] = value;
                gram[(column * size) + row] = value;
            }
        }
    }

    /// <summary>Copies b_h.</summary>
    /// <param name="step">h, from 0.</param>
    /// <param name="cross">[T + 1].</param>
    public void CopyCross(int step, Span<double> cross)
    {
        for (int row = 0; row < cross.Length; row++)
        {
            cross[row] = _cross[(row * _targets) + step];
        }
    }

    void Add(LaggedBlock block, int threads)
    {
        var gram = new double[_width * _width];
        CrossProduct.AddSymmetric(block.Rows, block.Inputs, _width, gram);
        AddTo(_all, gram, 1);
        CrossProduct.Add(block.Rows, block.Inputs, _width, block.Targets, _targets, _cross);
        Parallel.For(_firstStep, _endStep, new ParallelOptions { MaxDegreeOfParallelism = threads }, step => AddStep(block, gram, step));
    }

    // G_h over the observed rows is summed directly, or as all rows less the missing ones, whichever are fewer.
    void AddStep(LaggedBlock block, double[] gram, int step)
    {
        (int observed, double squares) = block.CountObserved(step);
        _counts[step] += observed;
        _squares[step] += squares;
        if (observed == block.Rows)
        {
            return;
        }

        var difference = _differences[step] ??= new double[_width * _width];
        bool isSparse = 2 * observed < block.Rows;
        double[] picked = LaggedBlock.RentRows(block.Rows * _width);
        int rows = block.Pick(step, isSparse, _width, picked);
        if (isSparse)
        {
            AddTo(difference, gram, -1);
            CrossProduct.AddSymmetric(rows, picked, _width, difference);
        }
        else
        {
            double[] missing = LaggedBlock.RentRows(gram.Length);
            Array.Clear(missing, 0, gram.Length);
            CrossProduct.AddSymmetric(rows, picked, _width, missing);
            AddTo(difference, missing, -1);
            LaggedBlock.ReturnRows(missing);
        }

        LaggedBlock.ReturnRows(picked);
    }

    static void AddTo(double[] sums, double[] values, double sign)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += sign * values[i];
        }
    }
}
