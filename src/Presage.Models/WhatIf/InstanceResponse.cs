namespace Presage.Models.WhatIf;

/// <summary>The number of instances itself.</summary>
/// <param name="paths">How it may follow.</param>
sealed class InstanceResponse(InstancePaths paths) : IMetricResponse
{
    const double Rounding = 0.6; // instances are whole, and scalers leave a number that is nearly right

    public int Count => paths.Changed.Length;

    public BandShift At(int member, int step, double point)
    {
        double change = paths.Changed[member][step] - paths.Usual[step];
        return new BandShift(point + change, 1, 1, Math.Min(Math.Abs(change) / 2, Math.Max(paths.Misfit, Rounding)));
    }
}
