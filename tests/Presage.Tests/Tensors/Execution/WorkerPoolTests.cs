using Presage.Tensors.Execution;

namespace Presage.Tests.Tensors.Execution;

public sealed class WorkerPoolTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Run_ManyJobs_DoesEveryPartOnce(int workers)
    {
        using var pool = new WorkerPool(workers);
        for (var round = 0; round < 100; round++)
        {
            var job = new CountingJob(round % 17);
            pool.Run(job, job.Counts.Length);
            Assert.All(job.Counts, count => Assert.Equal(1, count));
            Assert.InRange(job.LargestWorker, 0, workers - 1);
        }
    }

    [Fact]
    public void Run_AfterTheWorkersParked_WakesThem()
    {
        using var pool = new WorkerPool(2);
        for (var round = 0; round < 3; round++)
        {
            // Both parts wait for each other, so that the caller cannot do them alone.
            var job = new AllocationProbe(2);
            job.Measure(pool);
            Assert.All(job.Bytes, bytes => Assert.True(bytes >= 0));

            // Many times as long as a worker spins.
            for (var wait = 0; wait < 50; wait++)
            {
                Thread.SpinWait(20_000);
            }
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Run_PartThatThrows_SurfacesAndLeavesThePoolUsable(int workers)
    {
        using var pool = new WorkerPool(workers);
        var error = Assert.Throws<InvalidOperationException>(() => pool.Run(new ThrowingJob(5), 20));
        Assert.Equal("part 5", error.Message);
        var job = new CountingJob(20);
        pool.Run(job, 20);
        Assert.All(job.Counts, count => Assert.Equal(1, count));
    }

    [Fact]
    public void Constructor_NoWorkers_Throws() => Assert.Throws<ArgumentOutOfRangeException>(() => new WorkerPool(0));

    sealed class CountingJob(int parts) : Job
    {
        int _largestWorker;

        public int[] Counts { get; } = new int[parts];

        public int LargestWorker => _largestWorker;

        public override void Execute(int part, int worker)
        {
            Interlocked.Increment(ref Counts[part]);
            int seen;
            while (worker > (seen = Volatile.Read(ref _largestWorker)))
            {
                Interlocked.CompareExchange(ref _largestWorker, worker, seen);
            }
        }
    }

    sealed class ThrowingJob(int failing) : Job
    {
        public override void Execute(int part, int worker)
        {
            if (part == failing)
            {
                throw new InvalidOperationException($"part {part}");
            }
        }
    }
}
