namespace Presage.Models.Calibration;

/// <summary>How far an outcome may well lie below and above its forecast: what errors are measured in.</summary>
/// <param name="Down">Above 0, scaled units.</param>
/// <param name="Up">Above 0, scaled units.</param>
readonly record struct Spread(float Down, float Up)
{
    /// <summary>The spread that leaves an error's size as it is.</summary>
    public static Spread One => new(1, 1);

    /// <summary>The side on which an error lies.</summary>
    /// <param name="error">Outcome minus forecast, in any unit.</param>
    public float Towards(float error) => error > 0 ? Up : Down;
}
