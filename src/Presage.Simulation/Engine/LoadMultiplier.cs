using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>How many times its usual load an entry has: hypothetical changes and traffic surges.</summary>
sealed class LoadMultiplier
{
    const double SurgePerSeverity = 4;

    readonly LoadChange[] _changes;
    readonly Fault[] _surges;
    readonly long[] _bends; // ns, where the multiplier jumps or its slope changes

    public LoadMultiplier(SimulationOptions options, string entry)
    {
        _changes = [.. options.LoadChanges.Where(change => change.Entry is null || change.Entry == entry)];
        _surges = [.. options.Faults.Where(fault => fault.Kind == FaultKind.TrafficSurge && fault.Target == entry)];
        _bends =
        [
            .. _changes.Select(change => change.At)
                .Concat(_surges.SelectMany(surge => new[] { surge.Start, FaultLevel.WholeAt(surge), surge.End }))
                .Select(time => time.Ticks * 100)
                .Distinct()
                .Order(),
        ];
    }

    public bool IsOne => _changes.Length == 0 && _surges.Length == 0;

    public double At(long ns)
    {
        var now = new TimeSpan(ns / 100);
        double factor = 1;
        foreach (var change in _changes)
        {
            factor *= now >= change.At ? change.Factor : 1;
        }

        foreach (var surge in _surges)
        {
            factor *= 1 + (SurgePerSeverity * FaultLevel.At(surge, now));
        }

        return factor;
    }

    /// <summary>The first bend after a time; until then the multiplier is monotone.</summary>
    public long NextBend(long ns)
    {
        foreach (long bend in _bends)
        {
            if (bend > ns)
            {
                return bend;
            }
        }

        return long.MaxValue;
    }
}
