namespace Presage.Models.WhatIf;

/// <summary>A load that a metric may follow: a service's own, its own for each instance, or that of a service it calls.</summary>
/// <param name="History">[bin], NaN where not observed.</param>
/// <param name="Usual">[H]: as it is forecast.</param>
/// <param name="Lower">[H]: the lower end of its band.</param>
/// <param name="Upper">[H]: the upper end.</param>
/// <param name="Changed">[H]: as it would be.</param>
/// <param name="Capacity">The load at which the processors would be busy all the time; NaN where no metric says.</param>
/// <param name="Chance">How likely it is the one that matters, before the history is asked.</param>
sealed record LoadDriver(double[] History, double[] Usual, double[] Lower, double[] Upper, double[] Changed, double Capacity, double Chance)
{
    public bool IsChanged => !Usual.AsSpan().SequenceEqual(Changed);

    /// <summary>The ends of the band under the changed load, at a step.</summary>
    public (double Lower, double Upper) ChangedBand(int step)
    {
        double factor = Usual[step] > 0 ? Changed[step] / Usual[step] : 1;
        return (Lower[step] * factor, Upper[step] * factor);
    }
}
