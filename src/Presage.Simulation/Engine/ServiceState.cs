using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <summary>A service at the present moment of the simulation, and what was counted since the last bin.</summary>
sealed class ServiceState(int index, ServiceSpec spec)
{
    public int Index { get; } = index;

    public ServiceSpec Spec { get; } = spec;

    /// <summary>Edges on which calls come.</summary>
    public List<EdgeState> Incoming { get; } = [];

    /// <summary>Edges on which it calls others.</summary>
    public List<EdgeState> Outgoing { get; } = [];

    /// <summary>All pods that are not gone.</summary>
    public List<Pod> Pods { get; } = [];

    /// <summary>Those that take requests.</summary>
    public List<Pod> Ready { get; } = [];

    public CallQueue ForThread = new();
    public CallQueue ForWorker = new();

    /// <summary>Workers of ready pods.</summary>
    public int Capacity;
    public int Busy;
    /// <summary>Threads that requests hold.</summary>
    public int HeldThreads;
    public int InSystem;

    /// <summary>Messages that a broker has passed on and that nobody works on yet.</summary>
    public int Backlog;

    public int NextPod;
    public int PodsMade;
    public int Version = 1;

    /// <summary>How many instances are wanted.</summary>
    public int Wanted;
    public bool IsDeploying;

    // Autoscaling: the integrals at its last look, and since when fewer instances would do.
    public double ScaledBusyNs;
    public double ScaledCapacityNs;
    public long CalmSinceNs = -1;
    public int CalmMost;

    /// <summary>When its caches were last emptied.</summary>
    public long CacheEmptiedNs = long.MinValue / 2;

    // What faults do to it at present.
    public double ComputeFactor = 1;
    public double StolenShare;
    public double FailureProbability;
    public double WaitMeanNs;
    public double LeakMibPerSecond;

    // Integrals over time since the start; a bin's value is a difference of two.
    public double BusyNs;
    public double CapacityNs;
    public double WaitingNs;
    public double InSystemNs;
    public double StolenNs;
    public double ReadyNs;
    long _touchedNs;

    // The same at the start of the bin.
    public double BinBusyNs;
    public double BinCapacityNs;
    public double BinWaitingNs;
    public double BinInSystemNs;
    public double BinStolenNs;
    public double BinReadyNs;

    // Since the last bin.
    public long Requests;
    public long Errors;
    public long Refused;
    public int PlainLogs;
    public int SuppressedLogs;
    public double HeapMib;

    public int Waiting => ForThread.Count + ForWorker.Count;

    /// <summary>Brings the integrals up to a time; to be called before anything that they integrate changes.</summary>
    public void Touch(long nowNs)
    {
        if (nowNs == _touchedNs)
        {
            return; // several things happen to a service at the same moment
        }

        double passed = nowNs - _touchedNs;
        _touchedNs = nowNs;
        BusyNs += Busy * passed;
        CapacityNs += Capacity * passed;
        WaitingNs += (Waiting + Backlog) * passed;
        InSystemNs += InSystem * passed;
        StolenNs += StolenShare * Capacity * passed;
        ReadyNs += Ready.Count * passed;
    }

    /// <summary>Begins to count anew.</summary>
    public void BeginBin()
    {
        (BinBusyNs, BinCapacityNs, BinWaitingNs) = (BusyNs, CapacityNs, WaitingNs);
        (BinInSystemNs, BinStolenNs, BinReadyNs) = (InSystemNs, StolenNs, ReadyNs);
        (Requests, Errors, Refused) = (0, 0, 0);
        (PlainLogs, SuppressedLogs) = (0, 0);
    }

    /// <summary>The next ready pod in turn; there must be one.</summary>
    public Pod TakeTurn()
    {
        int turn = NextPod < Ready.Count ? NextPod : 0;
        NextPod = turn + 1;
        return Ready[turn];
    }
}
