namespace Presage.Models.Evaluation;

/// <summary>Errors over every observed target of a set of windows; never a mean of means.</summary>
/// <param name="Points">Observed targets.</param>
/// <param name="Mse">Mean squared error, scaled units.</param>
/// <param name="Mae">Mean absolute error, scaled units.</param>
/// <param name="Rmse">Root of <paramref name="Mse"/>, over all points at once.</param>
/// <param name="Mape">
/// Mean of |error| / |value| in the metric's own units, as a share, over the points with |value| of at least a hundredth
/// of the series' mean |value| in train; null when there is no such point.
/// </param>
/// <param name="MapePoints">How many points <paramref name="Mape"/> is over; fewer than <paramref name="Points"/> flags values near 0.</param>
/// <param name="Wape">Sum of |error| over sum of |value|, own units, as a share; null when all values are 0.</param>
/// <param name="Smape">Mean of 2 |error| / (|value| + |forecast|), own units, between 0 and 2; 0 where both are 0.</param>
/// <param name="R2">1 - sum of squared errors over sum of squares around the one mean of all points; null when they do not vary.</param>
/// <param name="NodeR2">The mean over series (entity and metric) of their own R2; series that do not vary are left out.</param>
public sealed record ForecastMetrics(
    long Points, double Mse, double Mae, double Rmse, double? Mape, long MapePoints, double? Wape, double Smape, double? R2, double? NodeR2)
{
    /// <summary>Mean absolute error in the metric's own unit; null over several metrics, which have no common unit.</summary>
    public double? OwnMae { get; init; }

    /// <summary>Root of the mean squared error in the metric's own unit; null over several metrics.</summary>
    public double? OwnRmse { get; init; }

    /// <summary><see cref="R2"/> of the values in their own unit; null over several metrics, or when they do not vary.</summary>
    public double? OwnR2 { get; init; }
}
