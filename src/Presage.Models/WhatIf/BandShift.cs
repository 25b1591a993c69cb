namespace Presage.Models.WhatIf;

/// <summary>Where one possible response moves a forecast and its band.</summary>
/// <param name="Point">The forecast under the changed load.</param>
/// <param name="Down">How many times as far the band reaches down.</param>
/// <param name="Up">How many times as far it reaches up.</param>
/// <param name="Noise">The deviation of what comes in addition, such as errors that are counted one by one.</param>
/// <param name="IsPositive">Whether the metric cannot fall below 0: the band reaches down by a ratio.</param>
/// <param name="Ceiling">What no outcome exceeds.</param>
readonly record struct BandShift(
    double Point, double Down, double Up, double Noise = 0, bool IsPositive = false, double Ceiling = double.PositiveInfinity)
{
    /// <summary>Where an end of the usual band moves to.</summary>
    /// <param name="end">The end.</param>
    /// <param name="point">The usual forecast.</param>
    /// <param name="score">How many deviations the end lies from the point: below 0 for a lower end.</param>
    public double Move(double end, double point, double score)
    {
        double distance = end - point;
        double moved = distance >= 0 ? Point + (distance * Up)
            : IsPositive && end > 0 ? Point * Math.Pow(end / point, Point > 0 ? Down * point / Point : 1)
            : Point + (distance * Down);
        moved = Noise <= 0 ? moved : Point + (Math.Sign(moved - Point) * Hypotenuse(moved - Point, score * Noise));
        return Math.Min(moved, Math.Max(Ceiling, end));
    }

    static double Hypotenuse(double one, double other) => Math.Sqrt((one * one) + (other * other));
}
