using Presage.Simulation.Engine;

namespace Presage.Tests.Simulation.Engine;

public sealed class EventQueueTests
{
    [Fact]
    public void Take_PushesAndTakesMixed_ComesInTheOrderOfTime()
    {
        var random = new Random(11);
        var queue = new EventQueue();
        var reference = new SortedSet<(long Time, int Index)>();
        for (int round = 0; round < 20_000; round++)
        {
            // Runs of pushes let the queue grow beyond its first size, runs of takes empty it.
            var pushes = round / 2000 % 2 == 0 ? 2 : 0;
            for (int push = 0; push < pushes; push++)
            {
                var index = (2 * round) + push;
                var time = random.NextInt64(1_000_000) * 100_000 + index;
                queue.Push(time, index, EventKind.Reach, 7);
                reference.Add((time, index));
            }

            if (reference.Count > 0)
            {
                var taken = queue.Take();
                Assert.Equal(reference.Min, (taken.TimeNs, taken.Index));
                reference.Remove(reference.Min);
            }

            Assert.Equal(reference.Count, queue.Count);
        }
    }

    [Fact]
    public void Event_KindAndGeneration_AreKept()
    {
        var queue = new EventQueue();
        queue.Push(5, 3, EventKind.Crash, 123_456);

        var taken = queue.Take();

        Assert.Equal(EventKind.Crash, taken.Kind);
        Assert.True(taken.IsOf(123_456));
        Assert.False(taken.IsOf(123_457));
    }
}
