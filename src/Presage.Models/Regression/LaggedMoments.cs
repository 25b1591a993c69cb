using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Regression;

/// <summary>Second moments of windows and their targets, enough to solve and to score any linear forecast of one group.</summary>
/// <remarks>
/// With z = [input; 1] and the targets y_h: G_h = Σ z zᵀ, b_h = Σ z y_h and Σ y_h² over the windows (and the group's
/// metrics) whose target h was observed. The sums of squares of the inputs are the costly part: where few targets are
/// missing, G_h is the sum over all windows, one for all steps, less that over the windows whose target is missing.
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
    readonly bool _isSparse;
    readonly double[] _all;            // [width, width]: G over all windows, upper triangle; unused when sparse
    readonly double[]?[] _parts;       // [H]: G over the windows with target h when sparse, else without it; null for none
    readonly double[] _cross;          // [width, targets]
    readonly double[] _squares;        // [H]
    readonly long[] _counts;           // [H]

    LaggedMoments(int lookback, int horizon, int firstStep, int endStep, bool isSparse)
    {
        _isSparse = isSparse;
        _lookback = lookback;
        _horizon = horizon;
        _firstStep = firstStep;
        _endStep = endStep;
        _width = CrossProduct.Pad(lookback + 1);
        _targets = CrossProduct.Pad(horizon);
        _all = new double[_width * _width];
        _parts = new double[horizon][];
        _cross = new double[_width * _targets];
        _squares = new double[horizon];
        _counts = new long[horizon];
    }

    /// <summary>Observed targets of a step.</summary>
    public long Count(int step) => _counts[step];

    /// <summary>The sum of squared targets of a step.</summary>
    public double Squares(int step) => _squares[step];

    /// <summary>Whether G_h is the same for this step as for every other step of which this is said.</summary>
    public bool IsComplete(int step) => !_isSparse && _parts[step] is null;

    /// <summary>Sums over the windows of a set, reading them once.</summary>
    /// <param name="windows">Inputs filled, targets masked.</param>
    /// <param name="groupOf">[N]: the group each metric belongs to; a window counts once for each metric of a group.</param>
    /// <param name="steps">The steps whose moments are wanted.</param>
    /// <param name="isSparse">Whether more targets are missing than observed; only the speed depends on it.</param>
    /// <param name="threads">Threads to use; the sums do not depend on it.</param>
    /// <param name="cancellationToken">Heard between blocks.</param>
    /// <returns>[group].</returns>
    public static LaggedMoments[] Sum(
        WindowSet windows, IReadOnlyList<int> groupOf, Range steps, bool isSparse, int threads, CancellationToken cancellationToken)
    {
        var shape = ForecastShape.Of(windows);
        var (firstStep, length) = steps.GetOffsetAndLength(shape.Horizon);
        var groups = new LaggedMoments[groupOf.Max() + 1];
        for (int group = 0; group < groups.Length; group++)
        {
            groups[group] = new LaggedMoments(shape.Lookback, shape.Horizon, firstStep, firstStep + length, isSparse);
        }

        var block = new LaggedBlock(shape, BlockWindows, groups[0]._width, groups[0]._targets);
        for (int first = 0; first < windows.Count; first += BlockWindows)
        {
            cancellationToken.ThrowIfCancellationRequested();
            block.Read(windows, first, Math.Min(BlockWindows, windows.Count - first));
            for (int metric = 0; metric < shape.Metrics; metric++)
            {
                block.Choose(metric);
                groups[groupOf[metric]].Add(block, threads);
            }
        }

        return groups;
    }

    /// <summary>Bytes that the moments of one step may take.</summary>
    public static long StepBytes(int lookback) => (long)CrossProduct.Pad(lookback + 1) * CrossProduct.Pad(lookback + 1) * sizeof(double);

    /// <summary>Adds the moments of another group, of the same windows and steps.</summary>
    public void Add(LaggedMoments other)
    {
        AddTo(_all, other._all);
        AddTo(_cross, other._cross);
        for (int step = _firstStep; step < _endStep; step++)
        {
            _counts[step] += other._counts[step];
            _squares[step] += other._squares[step];
            if (other._parts[step] is { } part)
            {
                AddTo(_parts[step] ??= new double[part.Length], part);
            }
        }
    }

    /// <summary>Copies G_h in full.</summary>
    /// <param name="step">h, from 0.</param>
    /// <param name="gram">[T + 1, T + 1].</param>
    public void CopyGram(int step, Span<double> gram)
    {
        int size = _lookback + 1;
        var part = _parts[step];
        for (int row = 0; row < size; row++)
        {
            for (int column = row; column < size; column++)
            {
                int at = (row * _width) + column;
                double picked = part is null ? 0 : part[at];
                double value = _isSparse ? picked : _all[at] - picked;
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
        CrossProduct.Add(block.AllRows, block.Inputs, _width, block.Targets, _targets, _cross);
        if (!_isSparse)
        {
            CrossProduct.AddSymmetric(block.AllRows, block.Inputs, _width, _all);
        }

        Parallel.For(_firstStep, _endStep, new ParallelOptions { MaxDegreeOfParallelism = threads }, step => AddStep(block, step));
    }

    void AddStep(LaggedBlock block, int step)
    {
        Span<int> picked = stackalloc int[BlockWindows];
        picked = picked[..block.Pick(step, _isSparse, picked)];
        int observed = _isSparse ? picked.Length : block.Rows - picked.Length;
        _counts[step] += observed;
        _squares[step] += block.TargetSquares(step);
        if (picked.Length > 0)
        {
            CrossProduct.AddSymmetric(picked, block.Inputs, _width, _parts[step] ??= new double[_width * _width]);
        }
    }

    static void AddTo(double[] sums, double[] values)
    {
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] += values[i];
        }
    }
}
