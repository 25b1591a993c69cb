using Presage.Models.Forecasting;

namespace Presage.Models.Calibration;

/// <summary>The miscoverage in force of one group of entities that adapt together.</summary>
sealed class AdaptiveState
{
    static readonly int Levels = BandLevels.All.Count;

    readonly ForecastShape _shape;
    readonly double _rate;
    readonly double[] _alphas;  // [level, H, N]
    readonly int[] _learned;    // [H]: how many windows' outcomes at a step were learned

    public AdaptiveState(ForecastShape shape, double rate)
    {
        _shape = shape;
        _rate = rate;
        _learned = new int[shape.Horizon];
        _alphas = new double[Levels * shape.OutputLength];
        for (int level = 0; level < Levels; level++)
        {
            _alphas.AsSpan(level * shape.OutputLength, shape.OutputLength).Fill(1 - BandLevels.All[level]);
        }
    }

    /// <summary>Learns every outcome that is known at an origin: step h of a window with an origin of at most this less h.</summary>
    /// <param name="windows">In the order of time.</param>
    /// <param name="misses">[window, H, N], a bit a level.</param>
    /// <param name="residuals">Tells which outcomes were observed.</param>
    /// <param name="end">Windows from here on are not older than the origin.</param>
    /// <param name="origin">The newest known bin.</param>
    public void Learn((int Window, int Origin)[] windows, byte[] misses, ResidualSet residuals, int end, int origin)
    {
        for (int step = 0; step < _shape.Horizon; step++)
        {
            int next = _learned[step];
            while (next < end && windows[next].Origin + step + 1 <= origin)
            {
                int first = next;
                for (; next < end && windows[next].Origin == windows[first].Origin; next++)
                {
                }

                LearnTogether(windows, misses, residuals, first, next, step);
            }

            _learned[step] = next;
        }
    }

    public void CopyHalfWidths(ScoreTable table, Span<float> halfWidths)
    {
        for (int level = 0; level < Levels; level++)
        {
            for (int place = 0; place < _shape.OutputLength; place++)
            {
                int at = (level * _shape.OutputLength) + place;
                halfWidths[at] = table.HalfWidth(place, 1 - _alphas[at]);
            }
        }
    }

    // Entities with the same origin count once together, as the mean of their misses.
    void LearnTogether((int Window, int Origin)[] windows, byte[] misses, ResidualSet residuals, int first, int end, int step)
    {
        Span<int> missed = stackalloc int[Levels];
        for (int metric = 0; metric < _shape.Metrics; metric++)
        {
            int place = (step * _shape.Metrics) + metric;
            int known = 0;
            missed.Clear();
            for (int i = first; i < end; i++)
            {
                if (float.IsNaN(residuals.Of(windows[i].Window)[place]))
                {
                    continue;
                }

                known++;
                for (int level = 0; level < Levels; level++)
                {
                    missed[level] += (misses[(i * _shape.OutputLength) + place] >> level) & 1;
                }
            }

            for (int level = 0; known > 0 && level < Levels; level++)
            {
                double target = 1 - BandLevels.All[level];
                ref double alpha = ref _alphas[(level * _shape.OutputLength) + place];
                alpha = Math.Clamp(alpha + (_rate * (target - ((double)missed[level] / known))), -0.5, 1);
            }
        }
    }
}
