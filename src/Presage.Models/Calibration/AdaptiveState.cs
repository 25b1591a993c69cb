using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>What one entity's outcomes have taught so far: its newest scores and the miscoverage in force.</summary>
sealed class AdaptiveState
{
    // With fewer scores than this of its own, an entity uses the table of all.
    const int LeastScores = 50;

    // Feedback that arrives h bins late swings when the rate is much above 1 / h; this keeps it well damped.
    const double DelayedRate = 0.1;

    // The miscoverage in force stays above this share of the wanted one: nearer to 0 a band is as wide as the oddest of the
    // remembered outcomes, and paid for long after.
    const double LeastShare = 0.2;

    static readonly int Levels = BandLevels.All.Count;

    readonly ForecastShape _shape;
    readonly ScoreTable _table;
    readonly BandSteps _steps;
    readonly double _rate;
    readonly RollingScores[] _scores; // [step, N] of the adapting steps
    readonly double[] _alphas;        // [level, step, N]
    readonly float[] _reaches;        // [step, N], room to work in
    readonly int[] _learned;          // [step]: how many windows' outcomes were learned

    public AdaptiveState(ScoreTable table, ForecastShape shape, BandSteps steps, int memory, double rate)
    {
        _shape = shape;
        _table = table;
        _steps = steps;
        _rate = rate;
        _scores = [.. Enumerable.Range(0, steps.Count * shape.Metrics).Select(_ => new RollingScores(memory))];
        _alphas = new double[Levels * _scores.Length];
        for (int level = 0; level < Levels; level++)
        {
            _alphas.AsSpan(level * _scores.Length, _scores.Length).Fill(1 - BandLevels.All[level]);
        }

        _reaches = new float[_scores.Length];
        _learned = new int[steps.Count];
    }

    /// <summary>Learns every outcome that is known at an origin: step h of a window whose origin is at least h older.</summary>
    /// <param name="windows">The entity's windows in the order of time.</param>
    /// <param name="residuals">Their errors.</param>
    /// <param name="misses">[window, step, N] of the adapting steps, a bit a level, as noted when the bands were issued.</param>
    /// <param name="origin">The newest known bin.</param>
    public void Learn(ReadOnlySpan<(int Window, int Origin)> windows, ResidualSet residuals, ReadOnlySpan<byte> misses, int origin)
    {
        int metrics = _shape.Metrics;
        for (int index = 0; index < _steps.Count; index++)
        {
            int step = _steps[index];
            double rate = Math.Min(_rate, DelayedRate / (step + 1));
            int next = _learned[index];
            for (; next < windows.Length && windows[next].Origin + step + 1 <= origin; next++)
            {
                var errors = residuals.Of(windows[next].Window).Slice(step * metrics, metrics);
                for (int metric = 0; metric < metrics; metric++)
                {
                    float score = Math.Abs(errors[metric]);
                    if (!float.IsNaN(score))
                    {
                        int place = (index * metrics) + metric;
                        _scores[place].Add(score);
                        Adapt(place, rate, misses[(next * _scores.Length) + place]);
                    }
                }
            }

            _learned[index] = next;
        }
    }

    /// <summary>How many spreads the bands in force reach to either side: [level, H, N].</summary>
    public void CopyReaches(Span<float> reaches)
    {
        for (int level = 0; level < Levels; level++)
        {
            for (int place = 0; place < _scores.Length; place++)
            {
                double coverage = 1 - _alphas[(level * _scores.Length) + place];
                int step = _steps[place / _shape.Metrics];
                _reaches[place] = _scores[place].Count >= LeastScores
                    ? _scores[place].Quantile(coverage)
                    : _table.Reach((step * _shape.Metrics) + (place % _shape.Metrics), coverage);
            }

            _steps.Interpolate(_reaches, reaches.Slice(level * _shape.OutputLength, _shape.OutputLength), _shape.Metrics);
        }
    }

    void Adapt(int place, double rate, byte misses)
    {
        for (int level = 0; level < Levels; level++)
        {
            int miss = (misses >> level) & 1;
            ref double alpha = ref _alphas[(level * _scores.Length) + place];
            alpha = Math.Clamp(alpha + (rate * (1 - BandLevels.All[level] - miss)), LeastShare * (1 - BandLevels.All[level]), 1);
        }
    }
}
