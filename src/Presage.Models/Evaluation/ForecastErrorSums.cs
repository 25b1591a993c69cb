using Presage.Models.Forecasting;

namespace Presage.Models.Evaluation;

/// <summary>Sums from which every metric follows, by entity, step and metric, so that no batch size can change a result.</summary>
/// <param name="shape">H and N.</param>
/// <param name="entities">How many entities there are.</param>
sealed class ForecastErrorSums(ForecastShape shape, int entities)
{
    readonly Cell[] _cells = new Cell[entities * shape.OutputLength]; // [entity, H, N]

    /// <summary>Adds one observed target.</summary>
    /// <param name="entity">Whose target.</param>
    /// <param name="place">step x N + metric.</param>
    /// <param name="target">Scaled units.</param>
    /// <param name="forecast">Scaled units.</param>
    /// <param name="ownTarget">The metric's own unit.</param>
    /// <param name="ownForecast">The metric's own unit.</param>
    /// <param name="least">The |value| below which the point is left out of MAPE.</param>
    public void Add(int entity, int place, float target, float forecast, float ownTarget, float ownForecast, float least)
    {
        ref var cell = ref _cells[(entity * shape.OutputLength) + place];
        double error = (double)forecast - target;
        cell.Points++;
        cell.Squares += error * error;
        cell.Absolutes += Math.Abs(error);
        cell.Values += target;
        cell.ValueSquares += (double)target * target;

        double ownError = Math.Abs((double)ownForecast - ownTarget);
        double size = Math.Abs((double)ownTarget);
        double both = size + Math.Abs((double)ownForecast);
        cell.OwnAbsolutes += ownError;
        cell.OwnSquares += ownError * ownError;
        cell.OwnSum += ownTarget;
        cell.OwnSumOfSquares += (double)ownTarget * ownTarget;
        cell.OwnValues += size;
        cell.Symmetric += both > 0 ? 2 * ownError / both : 0;
        if (size >= least && size > 0)
        {
            cell.Relative += ownError / size;
            cell.RelativePoints++;
        }
    }

    /// <summary>The metrics over some steps.</summary>
    /// <param name="steps">Which steps.</param>
    /// <param name="metric">One metric, or null for all.</param>
    /// <returns>The metrics, or null when no target was observed there.</returns>
    public ForecastMetrics? Measure(ReportedSteps steps, int? metric = null)
    {
        if (steps.IsMeanOfSteps)
        {
            var each = new List<ForecastMetrics>();
            for (int step = steps.First; step < steps.End; step++)
            {
                if (Measure(new ReportedSteps(steps.Name, step, step + 1), metric) is { } one)
                {
                    each.Add(one);
                }
            }

            return each.Count == 0 ? null : Mean(each);
        }

        var total = default(Cell);
        double nodeR2 = 0;
        int nodes = 0;
        for (int entity = 0; entity < entities; entity++)
        {
            for (int one = metric ?? 0; one < (metric + 1 ?? shape.Metrics); one++)
            {
                var series = default(Cell);
                for (int step = steps.First; step < steps.End; step++)
                {
                    series.Add(_cells[(entity * shape.OutputLength) + (step * shape.Metrics) + one]);
                }

                if (series.R2 is { } r2)
                {
                    nodeR2 += r2;
                    nodes++;
                }

                total.Add(series);
            }
        }

        return total.Points == 0 ? null : total.ToMetrics(nodes > 0 ? nodeR2 / nodes : null, metric is not null || shape.Metrics == 1);
    }

    /// <summary>The errors of one entity over all steps.</summary>
    /// <param name="entity">Whose.</param>
    /// <param name="metric">Which metric.</param>
    /// <returns>The mean absolute error, or NaN when no target was observed.</returns>
    public double MeanAbsolute(int entity, int metric)
    {
        var total = default(Cell);
        for (int place = metric; place < shape.OutputLength; place += shape.Metrics)
        {
            total.Add(_cells[(entity * shape.OutputLength) + place]);
        }

        return total.Points > 0 ? total.Absolutes / total.Points : double.NaN;
    }

    static ForecastMetrics Mean(IReadOnlyList<ForecastMetrics> steps) => new(
        steps.Sum(step => step.Points),
        steps.Average(step => step.Mse),
        steps.Average(step => step.Mae),
        steps.Average(step => step.Rmse),
        steps.Average(step => step.Mape),
        steps.Sum(step => step.MapePoints),
        steps.Average(step => step.Wape),
        steps.Average(step => step.Smape),
        steps.Average(step => step.R2),
        steps.Average(step => step.NodeR2))
    {
        OwnMae = steps.Average(step => step.OwnMae),
        OwnRmse = steps.Average(step => step.OwnRmse),
        OwnR2 = steps.Average(step => step.OwnR2),
    };

    struct Cell
    {
        public long Points;
        public long RelativePoints;
        public double Squares;
        public double Absolutes;
        public double Values;
        public double ValueSquares;
        public double OwnAbsolutes;
        public double OwnSquares;
        public double OwnSum;
        public double OwnSumOfSquares;
        public double OwnValues;
        public double Symmetric;
        public double Relative;

        public readonly double? R2 => Explained(Squares, Values, ValueSquares);

        public void Add(in Cell other)
        {
            Points += other.Points;
            RelativePoints += other.RelativePoints;
            Squares += other.Squares;
            Absolutes += other.Absolutes;
            Values += other.Values;
            ValueSquares += other.ValueSquares;
            OwnAbsolutes += other.OwnAbsolutes;
            OwnSquares += other.OwnSquares;
            OwnSum += other.OwnSum;
            OwnSumOfSquares += other.OwnSumOfSquares;
            OwnValues += other.OwnValues;
            Symmetric += other.Symmetric;
            Relative += other.Relative;
        }

        public readonly ForecastMetrics ToMetrics(double? nodeR2, bool hasUnit) => new(
            Points,
            Squares / Points,
            Absolutes / Points,
            Math.Sqrt(Squares / Points),
            RelativePoints > 0 ? Relative / RelativePoints : null,
            RelativePoints,
            OwnValues > 0 ? OwnAbsolutes / OwnValues : null,
            Symmetric / Points,
            R2,
            nodeR2)
        {
            OwnMae = hasUnit ? OwnAbsolutes / Points : null,
            OwnRmse = hasUnit ? Math.Sqrt(OwnSquares / Points) : null,
            OwnR2 = hasUnit ? Explained(OwnSquares, OwnSum, OwnSumOfSquares) : null,
        };

        readonly double? Explained(double squares, double sum, double sumOfSquares)
        {
            double spread = sumOfSquares - (sum * sum / Math.Max(1, Points));
            // Below this the spread is the rounding of the two sums.
            return spread > 1e-12 * sumOfSquares ? 1 - (squares / spread) : null;
        }
    }
}
