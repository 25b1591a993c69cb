namespace Presage.Models.Calibration;

/// <summary>How online adaptive conformal bands move.</summary>
/// <param name="Rate">gamma: how far one outcome moves the miscoverage; between .005 and .05 as a rule.</param>
/// <param name="PerEntity">Whether each entity adapts on its own, or all of them together.</param>
public sealed record AdaptiveSettings(double Rate, bool PerEntity);
