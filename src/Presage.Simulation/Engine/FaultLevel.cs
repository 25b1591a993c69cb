using Presage.Simulation.Scenarios;

namespace Presage.Simulation.Engine;

/// <summary>How severe a fault is at a moment.</summary>
static class FaultLevel
{
    const double RiseShare = 0.6;

    /// <summary>Its severity, rising where it is gradual; 0 outside its time.</summary>
    public static double At(Fault fault, TimeSpan now)
    {
        if (now < fault.Start || now >= fault.End)
        {
            return 0;
        }

        return fault.Onset == FaultOnset.Sudden
            ? fault.Severity
            : fault.Severity * Math.Min(1, (now - fault.Start) / (RiseShare * (fault.End - fault.Start)));
    }

    /// <summary>When a gradual fault is whole; when it starts for a sudden one.</summary>
    public static TimeSpan WholeAt(Fault fault) =>
        fault.Onset == FaultOnset.Sudden ? fault.Start : fault.Start + (RiseShare * (fault.End - fault.Start));
}
