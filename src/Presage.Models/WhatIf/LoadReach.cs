namespace Presage.Models.WhatIf;

/// <summary>How far a hypothetical load of a service lies from the loads in its history.</summary>
/// <param name="Service">The service.</param>
/// <param name="Factor">How many times its usual load it gets.</param>
/// <param name="Usual">The usual load on average over the forecast, in the unit of the load's metric.</param>
/// <param name="Changed">The hypothetical one.</param>
/// <param name="HighestSeen">The highest load in the history; 1 in 200 bins may lie above.</param>
/// <param name="Capacity">The load that can just be served, as the history lets one guess; null where it does not.</param>
/// <param name="BeyondCapacity">How likely the hypothetical load is more than can be served, [0, 1].</param>
public sealed record LoadReach(
    string Service, double Factor, double Usual, double Changed, double HighestSeen, double? Capacity, double BeyondCapacity)
{
    /// <summary>The hypothetical load as a multiple of the highest seen; above 1 the answer is no longer held up by the history.</summary>
    public double Reach => HighestSeen > 0 ? Changed / HighestSeen : Changed > 0 ? double.PositiveInfinity : 0;

    /// <summary>Whether the hypothetical load was never seen.</summary>
    public bool IsBeyondHistory => Factor > 1 && Reach > 1;
}
