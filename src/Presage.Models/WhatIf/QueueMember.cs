namespace Presage.Models.WhatIf;

/// <summary>One possible response of a latency to a load: a + b w(load / capacity), of which only b / a matters for ratios.</summary>
/// <param name="Driver">Which load it follows.</param>
/// <param name="Capacity">The load that can just be served.</param>
/// <param name="Servers">c.</param>
/// <param name="Limit">The longest wait, in times of serving.</param>
/// <param name="Share">b / a: how much of the metric is what is waited for.</param>
readonly record struct QueueMember(int Driver, double Capacity, int Servers, double Limit, double Share)
{
    /// <summary>The metric over what it is without waiting.</summary>
    public double At(double load) => 1 + (Share * QueueShape.Wait(load / Capacity, Servers, Limit));

    /// <summary>The same some time after the load has changed: the wait has grown only as far as the time allows.</summary>
    /// <param name="usual">The load before.</param>
    /// <param name="changed">The load since.</param>
    /// <param name="seconds">How long since; NaN where the load is not counted by the second.</param>
    public double After(double usual, double changed, double seconds)
    {
        double before = QueueShape.Wait(usual / Capacity, Servers, Limit);
        double grown = QueueShape.Wait(changed / Capacity, Servers, Limit) - before;
        double most = double.IsNaN(seconds) ? grown : QueueShape.Growth(changed / Capacity, Servers, Capacity * seconds);
        return 1 + (Share * (before + Math.Min(grown, most)));
    }
}
