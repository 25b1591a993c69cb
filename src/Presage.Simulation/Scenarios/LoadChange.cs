namespace Presage.Simulation.Scenarios;

/// <summary>From a time on, an entry operation has so many times its load: the question "what if".</summary>
/// <remarks>
/// Requests that come without the change come with it too, at the same times and with the same service times; the
/// others are added to them, or some of them are left out. Changes of the same entry multiply.
/// </remarks>
public sealed record LoadChange
{
    /// <summary><c>service/operation</c> of an entry, or null for all entries.</summary>
    public string? Entry { get; init; }

    /// <summary>From when on, counted from the start.</summary>
    public TimeSpan At { get; init; }

    /// <summary>How many times the load, 0 to 100.</summary>
    public required double Factor { get; init; }
}
