using Presage.Simulation.Draws;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>Crowds: Poisson in time, Pareto in size, each arriving within seconds.</summary>
/// <param name="operation">Index of the operation.</param>
/// <param name="edge">Index of the edge.</param>
/// <param name="seed">Of the entry's crowds, usual and extra.</param>
/// <param name="profile">How often and how large.</param>
/// <param name="perSecond">The entry's average rate.</param>
/// <param name="multiplier">How many times the usual load.</param>
/// <param name="isExtra">As for <see cref="ThinnedArrivals"/>: the extra process adds people to the crowds of the usual one.</param>
/// <param name="endNs">The end of the simulation.</param>
sealed class FlashArrivals(
    int operation, int edge, ulong seed, FlashProfile profile, double perSecond, LoadMultiplier multiplier, bool isExtra, long endNs)
    : ArrivalStream(operation, edge, Draw.Bits(seed, isExtra ? 1u : 0))
{
    const double NsPerSecond = 1e9;

    DrawSequence _crowds = new(Draw.Bits(seed, 2));
    DrawSequence _people = new(Draw.Bits(seed, isExtra ? 4u : 3));
    long _crowdNs;
    long _left;
    double _gapNs;
    long _personNs;

    public override long Next(long nowNs)
    {
        while (true)
        {
            if (_left == 0 && !MeetCrowd())
            {
                return long.MaxValue;
            }

            while (_left > 0)
            {
                _left--;
                _personNs += 1 + (long)_people.Exponential(_gapNs);
                if (_people.Uniform() < (isExtra ? 1 : multiplier.At(_personNs)))
                {
                    return _personNs;
                }
            }
        }
    }

    bool MeetCrowd()
    {
        if (profile.PerHour == 0)
        {
            return false;
        }

        _crowdNs += 1 + (long)_crowds.Exponential(3600 * NsPerSecond / profile.PerHour);
        double people = perSecond * profile.LeastSeconds * Math.Pow(_crowds.Uniform(), -1 / profile.Exponent);
        double share = isExtra ? Math.Max(0, multiplier.At(_crowdNs) - 1) : 1;
        _left = (long)Math.Round(Math.Min(people * share, int.MaxValue));
        _gapNs = profile.Spread.TotalSeconds * NsPerSecond / Math.Max(1, _left);
        _personNs = Math.Max(_personNs, _crowdNs);
        return _crowdNs < endNs;
    }
}
