namespace Presage.Models.Regression;

/// <summary>The normal equations of one step, raw with a constant or centred on the mean of the window.</summary>
/// <remarks>
/// With C = I - 1 1ᵀ / T the centred input is C x and the centred target y - 1ᵀx / T, so that from the raw sums
/// G_c = C G C,  b_c = C (b - G 1 / T)  and  Σ y_c² = Σ y² - 2 1ᵀb / T + 1ᵀG 1 / T².
/// </remarks>
sealed class StepMoments
{
    readonly int _lookback;
    readonly bool _isCentred;
    readonly int _size;
    readonly double[] _rawGram;  // [T + 1, T + 1]
    readonly double[] _rawCross; // [T + 1]
    readonly double[] _rowSums;  // [T]: G 1
    double _squares;

    public StepMoments(int lookback, bool isCentred)
    {
        _lookback = lookback;
        _isCentred = isCentred;
        _size = isCentred ? lookback : lookback + 1;
        _rawGram = new double[(lookback + 1) * (lookback + 1)];
        _rawCross = new double[lookback + 1];
        _rowSums = new double[lookback];
        Gram = isCentred ? new double[lookback * lookback] : _rawGram;
        Cross = isCentred ? new double[lookback] : _rawCross;
    }

    /// <summary>[size, size], where size is T when centred and T + 1 otherwise.</summary>
    public double[] Gram { get; }

    /// <summary>[size].</summary>
    public double[] Cross { get; }

    /// <summary>Observed targets.</summary>
    public long Count { get; private set; }

    public void Read(LaggedMoments moments, int step)
    {
        moments.CopyGram(step, _rawGram);
        moments.CopyCross(step, _rawCross);
        _squares = moments.Squares(step);
        Count = moments.Count(step);
        if (_isCentred)
        {
            Centre();
        }
    }

    /// <summary>Σ (y - wᵀz)² = Σ y² - 2 wᵀb + wᵀG w.</summary>
    public double SquaredError(ReadOnlySpan<double> weights)
    {
        double error = _squares;
        for (int row = 0; row < _size; row++)
        {
            double product = 0;
            for (int column = 0; column < _size; column++)
            {
                product += Gram[(row * _size) + column] * weights[column];
            }

            error += weights[row] * (product - (2 * Cross[row]));
        }

        return Math.Max(0, error);
    }

    void Centre()
    {
        double total = 0;
        double crossSum = 0;
        for (int row = 0; row < _lookback; row++)
        {
            double sum = 0;
            for (int column = 0; column < _lookback; column++)
            {
                sum += _rawGram[(row * (_lookback + 1)) + column];
            }

            _rowSums[row] = sum;
            total += sum;
            crossSum += _rawCross[row];
        }

        double mean = total / _lookback / _lookback;
        for (int row = 0; row < _lookback; row++)
        {
            for (int column = 0; column < _lookback; column++)
            {
                Gram[(row * _lookback) + column] = _rawGram[(row * (_lookback + 1)) + column]
                    - ((_rowSums[row] + _rowSums[column]) / _lookback) + mean;
            }

            Cross[row] = _rawCross[row] - (_rowSums[row] / _lookback) - (crossSum / _lookback) + mean;
        }

        _squares += mean - (2 * crossSum / _lookback);
    }
}
