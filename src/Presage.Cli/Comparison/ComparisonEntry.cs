using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>One model, variant and horizon of an evaluation over its seeds.</summary>
/// <param name="Model">The model's name in the catalogue.</param>
/// <param name="Variant">What differs from the model's own settings; empty for nothing.</param>
/// <param name="Horizon">The steps it is about.</param>
/// <param name="Metric">The one metric it is about; null for all together.</param>
/// <param name="Runs">One row a seed.</param>
sealed record ComparisonEntry(string Model, string Variant, string Horizon, string? Metric, IReadOnlyList<EvaluationRow> Runs)
{
    /// <summary>Model and variant in one label.</summary>
    public string Label => Variant.Length == 0 ? Model : $"{Model}, {Variant}";

    /// <summary>Mean squared error, mean over seeds, in scaled units.</summary>
    public double Mse => Mean(row => row.Errors.Mse);

    /// <summary>Root of the mean squared error, mean over seeds, in the unit of the task.</summary>
    public double Rmse => Mean(row => row.Errors.Rmse);

    /// <summary>Standard deviation of <see cref="Rmse"/> over seeds; null for one seed.</summary>
    public double? RmseDeviation => Deviation(row => row.Errors.Rmse);

    /// <summary>Mean absolute error, mean over seeds, in scaled units.</summary>
    public double Mae => Mean(row => row.Errors.Mae);

    /// <summary>Standard deviation of the squared error over seeds; null for one seed.</summary>
    public double? MseDeviation => Deviation(row => row.Errors.Mse);

    /// <summary>Standard deviation of the absolute error over seeds; null for one seed.</summary>
    public double? MaeDeviation => Deviation(row => row.Errors.Mae);

    /// <summary>Seconds of training, mean over seeds.</summary>
    public double TrainSeconds => Mean(row => row.TrainSeconds);

    /// <summary>Learned numbers.</summary>
    public long Parameters => Runs[0].Parameters;

    /// <summary>Groups rows by model, variant, horizon and metric, in their order.</summary>
    public static IReadOnlyList<ComparisonEntry> Group(IEnumerable<EvaluationRow> rows) =>
        [.. rows
            .GroupBy(row => (row.Model, row.Variant, row.Horizon, row.Metric))
            .Select(group => new ComparisonEntry(group.Key.Model, group.Key.Variant, group.Key.Horizon, group.Key.Metric, [.. group]))];

    /// <summary>The mean of a number over seeds; NaN where no seed has it.</summary>
    public double Mean(Func<EvaluationRow, double?> number) =>
        Runs.Select(number).Where(value => value is not null).Select(value => value!.Value).DefaultIfEmpty(double.NaN).Average();

    double? Deviation(Func<EvaluationRow, double> number)
    {
        if (Runs.Count < 2)
        {
            return null;
        }

        var mean = Runs.Average(number);
        return Math.Sqrt(Runs.Sum(row => Math.Pow(number(row) - mean, 2)) / (Runs.Count - 1));
    }
}
