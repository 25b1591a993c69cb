namespace Presage.Models.Evaluation;

/// <summary>Whether two models differ by more than chance, from errors on the same windows.</summary>
/// <param name="Model">The model in question.</param>
/// <param name="Variant">Its variant; empty for the model itself.</param>
/// <param name="Against">The model it is compared with.</param>
/// <param name="AgainstVariant">Its variant.</param>
/// <param name="Horizon">The steps compared.</param>
/// <param name="Measure"><c>mse</c> or <c>mae</c>, averaged over seeds window by window.</param>
/// <param name="Difference">The model's error less the other's; below 0 the model is better.</param>
/// <param name="Low">Lower end of the 95 % interval of the difference.</param>
/// <param name="High">Upper end.</param>
/// <param name="P">Two-sided p-value.</param>
/// <param name="Blocks">What was resampled, such as <c>13 blocks of 3 h</c>.</param>
public sealed record SignificanceRow(
    string Model,
    string Variant,
    string Against,
    string AgainstVariant,
    string Horizon,
    string Measure,
    double Difference,
    double Low,
    double High,
    double P,
    string Blocks);
