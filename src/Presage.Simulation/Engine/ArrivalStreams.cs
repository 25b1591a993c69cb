using Presage.Simulation.Draws;
using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>Sets up the processes by which users arrive: for every entry the usual one, crowds, and what load changes add to both.</summary>
static class ArrivalStreams
{
    const uint BurstPurpose = 10;
    const uint FirstEntryPurpose = 1000;
    const uint PurposesPerEntry = 8;

    public static ArrivalStream[] Create(SimulationOptions options, ShopPlan plan, ulong seed, long endNs)
    {
        var streams = new List<ArrivalStream>();
        ulong bursts = Draw.Bits(seed, BurstPurpose);
        for (int index = 0; index < options.Topology.Entries.Count; index++)
        {
            var entry = options.Topology.Entries[index];
            uint purpose = FirstEntryPurpose + (PurposesPerEntry * (uint)index);
            int operation = plan.OperationOf(entry.Service, entry.Operation);
            int edge = plan.UserEdgeOf(plan.Operations[operation].Service);
            var multiplier = new LoadMultiplier(options, entry.Key);
            foreach (bool isExtra in multiplier.IsOne ? new[] { false } : [false, true])
            {
                var shape = new LoadShape(options, entry, Draw.Bits(seed, purpose), bursts);
                ulong arrivals = Draw.Bits(seed, purpose + (isExtra ? 2u : 1));
                streams.Add(new ThinnedArrivals(operation, edge, arrivals, shape, multiplier, isExtra, endNs));
                if (options.Load.Flashes is { } flashes)
                {
                    ulong crowds = Draw.Bits(seed, purpose + 3);
                    double perSecond = entry.Rate * options.Load.Factor;
                    streams.Add(new FlashArrivals(operation, edge, crowds, flashes, perSecond, multiplier, isExtra, endNs));
                }
            }
        }

        return [.. streams];
    }
}
