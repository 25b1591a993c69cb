using Presage.Simulation.Draws;

namespace Presage.Simulation.Engine;

/// <summary>A Poisson process whose rate changes with time, by thinning (Lewis, Shedler 1979) with a bound for each stretch.</summary>
/// <param name="operation">Index of the operation.</param>
/// <param name="edge">Index of the edge.</param>
/// <param name="seed">Of this process.</param>
/// <param name="shape">The usual rate.</param>
/// <param name="multiplier">How many times the usual load.</param>
/// <param name="isExtra">
/// False for the usual requests, some of which a multiplier below 1 leaves out; true for those that a multiplier above 1
/// adds. Two processes, so that the usual ones are the same in every scenario.
/// </param>
/// <param name="endNs">The end of the simulation.</param>
sealed class ThinnedArrivals(int operation, int edge, ulong seed, LoadShape shape, LoadMultiplier multiplier, bool isExtra, long endNs)
    : ArrivalStream(operation, edge, Draw.Bits(seed, 0))
{
    readonly ulong _keepSeed = Draw.Bits(seed, 1);
    DrawSequence _draws = new(Draw.Bits(seed, 2));
    uint _candidates;

    public override long Next(long nowNs)
    {
        long at = nowNs;
        while (at < endNs)
        {
            shape.Walk(at);
            // The usual requests must not notice a bend, or they would be others behind it.
            long corner = isExtra ? Math.Min(shape.CornerNs, multiplier.NextBend(at)) : shape.CornerNs;
            double bound = shape.Bound(at, corner) * (isExtra ? Math.Max(Share(at), Share(corner - 1)) : 1);
            double gap = bound > 0 ? _draws.Exponential(1 / bound) : double.MaxValue;
            if (gap >= corner - at)
            {
                // Without memory: what is left of the gap may be drawn again at the next rate.
                at = corner;
                continue;
            }

            at += 1 + (long)gap;
            double rate = shape.At(at) * (isExtra ? Share(at) : 1);
            if (_draws.Uniform() * bound < rate && (isExtra || IsKept(at)))
            {
                return at;
            }
        }

        return long.MaxValue;
    }

    double Share(long ns) => Math.Max(0, multiplier.At(ns) - 1);

    // Drawn apart, so that leaving requests out does not move the others; and below a bound, so that less load leaves
    // out the same ones and more.
    bool IsKept(long ns)
    {
        double kept = multiplier.IsOne ? 1 : multiplier.At(ns);
        return Draw.Uniform(_keepSeed, _candidates++) < kept;
    }
}
