namespace Presage.Cli.Reports;

/// <summary>One model at one horizon in the comparison table; a number that was not measured is null and shown as a dash.</summary>
sealed record ComparisonRow
{
    /// <summary>The model's name in the catalogue.</summary>
    public required string Model { get; init; }

    /// <summary>What differs from the model's defaults, such as <c>without attention</c>; null for the defaults.</summary>
    public string? Variant { get; init; }

    /// <summary>The steps the errors are taken over, such as <c>12</c> or <c>1-24</c>; the table is grouped by it.</summary>
    public required string Horizon { get; init; }

    /// <summary>Mean squared error, mean over seeds.</summary>
    public double? Mse { get; init; }

    /// <summary>Standard deviation of the squared error over seeds; null for one seed.</summary>
    public double? MseDeviation { get; init; }

    /// <summary>Mean absolute error, mean over seeds.</summary>
    public double? Mae { get; init; }

    /// <summary>Standard deviation of the absolute error over seeds; null for one seed.</summary>
    public double? MaeDeviation { get; init; }

    /// <summary>p-value of the paired test against the reference model; null for the reference itself.</summary>
    public double? PValue { get; init; }

    /// <summary>Number of trained parameters; 0 for a model that learns none.</summary>
    public long? Parameters { get; init; }

    /// <summary>Seconds of training, mean over seeds.</summary>
    public double? TrainSeconds { get; init; }

    /// <summary>Share of outcomes inside the 80 % band, in [0, 1].</summary>
    public double? Coverage80 { get; init; }

    /// <summary>Share of outcomes inside the 95 % band, in [0, 1].</summary>
    public double? Coverage95 { get; init; }

    /// <summary>Mean width of the 80 % band, on the scale of the errors.</summary>
    public double? Width80 { get; init; }

    /// <summary>Mean width of the 95 % band, on the scale of the errors.</summary>
    public double? Width95 { get; init; }
}
