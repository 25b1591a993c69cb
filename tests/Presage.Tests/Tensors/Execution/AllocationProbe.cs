using Presage.Tensors.Execution;

namespace Presage.Tests.Tensors.Execution;

/// <summary>Asks every thread of a pool how much it has allocated; the parts wait for each other, so that each thread takes one.</summary>
sealed class AllocationProbe(int workers) : Job
{
    int _missing;

    /// <summary>The managed bytes that each thread has allocated so far.</summary>
    public long[] Bytes { get; } = new long[workers];

    public ReadOnlySpan<long> Measure(WorkerPool pool)
    {
        Bytes.AsSpan().Fill(-1);
        Volatile.Write(ref _missing, Bytes.Length);
        pool.Run(this, Bytes.Length);
        return Bytes;
    }

    public override void Execute(int part, int worker)
    {
        Interlocked.Decrement(ref _missing);
        while (Volatile.Read(ref _missing) > 0)
        {
            Thread.Yield();
        }

        Bytes[worker] = GC.GetAllocatedBytesForCurrentThread();
    }
}
