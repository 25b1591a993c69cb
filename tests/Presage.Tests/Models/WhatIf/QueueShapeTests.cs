using Presage.Models.WhatIf;

namespace Presage.Tests.Models.WhatIf;

public sealed class QueueShapeTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(5)]
    [InlineData(20)]
    public void Wait_AnyUtilisation_IsThatOfErlangC(int servers)
    {
        for (double utilisation = 0.1; utilisation < 0.97; utilisation += 0.05)
        {
            double exact = ErlangWait(servers, utilisation);

            Assert.Equal(exact, QueueShape.Wait(utilisation, servers, double.PositiveInfinity), 1e-9 + (1e-9 * exact));
        }
    }

    [Fact]
    public void Wait_WithALimit_RisesToItAndStays()
    {
        double before = 0;
        for (double utilisation = 0; utilisation < 2; utilisation += 0.01)
        {
            double wait = QueueShape.Wait(utilisation, 3, 50);
            Assert.InRange(wait, before, 50);
            before = wait;
        }

        Assert.Equal(50, before);
    }

    [Fact]
    public void Growth_BeyondCapacity_IsTheBacklogOfTheTime() =>
        Assert.Equal(0.5 * 10_000 / 4, QueueShape.Growth(1.5, 4, 10_000), 0.03 * 0.5 * 10_000 / 4);

    // The chances of all numbers of requests in the system, from 0 up, as textbooks sum them.
    static double ErlangWait(int servers, double utilisation)
    {
        double offered = servers * utilisation;
        double term = 1, fewer = 0;
        for (int busy = 0; busy < servers; busy++)
        {
            fewer += term;
            term *= offered / (busy + 1);
        }

        double all = term / (1 - utilisation);
        return all / (fewer + all) / (servers * (1 - utilisation));
    }
}
