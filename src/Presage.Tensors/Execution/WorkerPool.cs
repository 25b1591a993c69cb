using System.Runtime.ExceptionServices;

namespace Presage.Tensors.Execution;

/// <summary>Threads that wait, spinning, for the next step's work: a fork and join costs under a microsecond and allocates nothing.</summary>
/// <remarks>
/// Parts are taken from a counter, so that a thread which the machine holds up takes fewer. After about twenty thousand spins a worker parks.
/// One caller at a time.
/// </remarks>
public sealed class WorkerPool : IDisposable
{
    const int SpinsBeforeParking = 20_000;

    readonly Thread[] _threads;
    readonly ManualResetEventSlim _wake = new(false);
    Job? _job;
    Exception? _failure;
    volatile bool _stopping;
    volatile int _generation;
    int _parts;
    int _nextPart;
    int _running;
    int _parked;

    /// <summary>Starts the threads.</summary>
    /// <param name="workers">Threads that work, the caller included; at least 1.</param>
    public WorkerPool(int workers)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(workers, 1);
        Workers = workers;
        _threads = new Thread[workers - 1];
        for (var index = 0; index < _threads.Length; index++)
        {
            var worker = index + 1;
            _threads[index] = new Thread(() => Loop(worker)) { IsBackground = true, Name = $"presage worker {worker}" };
            _threads[index].Start();
        }
    }

    /// <summary>Threads that work, the caller included.</summary>
    public int Workers { get; }

    /// <summary>Runs all parts of a job and returns when the last is done.</summary>
    internal void Run(Job job, int parts)
    {
        if (_threads.Length == 0 || parts <= 1)
        {
            for (var part = 0; part < parts; part++)
            {
                job.Execute(part, 0);
            }

            return;
        }

        _job = job;
        _parts = parts;
        _failure = null;
        Volatile.Write(ref _nextPart, 0);
        Volatile.Write(ref _running, _threads.Length);
        _generation++;
        Thread.MemoryBarrier();
        if (Volatile.Read(ref _parked) > 0)
        {
            _wake.Set();
        }

        Work(job, 0);
        var spins = 0;
        while (Volatile.Read(ref _running) > 0)
        {
            Pause(ref spins);
        }

        _wake.Reset();
        _job = null;
        if (_failure is { } failure)
        {
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _stopping = true;
        _wake.Set();
        foreach (var thread in _threads)
        {
            thread.Join();
        }

        _wake.Dispose();
    }

    static void Pause(ref int spins)
    {
        Thread.SpinWait(4);
        if (++spins % 1024 == 0)
        {
            // On a busy machine the thread that we wait for may need this core.
            Thread.Yield();
        }
    }

    void Loop(int worker)
    {
        var seen = 0;
        while (true)
        {
            var spins = 0;
            while (_generation == seen && !_stopping)
            {
                Pause(ref spins);
                if (spins > SpinsBeforeParking)
                {
                    Park(seen);
                    spins = 0;
                }
            }

            if (_stopping)
            {
                return;
            }

            seen = _generation;
            Work(_job!, worker);
            Interlocked.Decrement(ref _running);
        }
    }

    void Park(int seen)
    {
        Interlocked.Increment(ref _parked);
        if (_generation == seen && !_stopping)
        {
            _wake.Wait();
        }

        Interlocked.Decrement(ref _parked);
    }

    void Work(Job job, int worker)
    {
        try
        {
            int part;
            while ((part = Interlocked.Increment(ref _nextPart) - 1) < _parts)
            {
                job.Execute(part, worker);
            }
        }
        catch (Exception failure)
        {
            Interlocked.CompareExchange(ref _failure, failure, null);
        }
    }
}
