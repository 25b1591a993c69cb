namespace Presage.Models.WhatIf;

/// <summary>How long requests wait for one of several servers, in multiples of the time that serving one takes.</summary>
/// <remarks>
/// The mean of M/M/c (Erlang 1917), C being the chance that all servers are busy:
/// <code>
/// w(rho) = C(c, c rho) / (c (1 - rho))
/// </code>
/// Real queues end: at a bound, or at a time after which nobody waits. So the wait turns towards a limit, 1 / (1/w + 1/limit).
/// </remarks>
static class QueueShape
{
    /// <summary>The mean wait.</summary>
    /// <param name="utilisation">rho: the load as a share of the capacity, 0 or more.</param>
    /// <param name="servers">c, 1 or more.</param>
    /// <param name="limit">The longest wait, in times of serving; infinity for a queue without end.</param>
    /// <returns>0 or more; the limit from a utilisation of 1 on.</returns>
    public static double Wait(double utilisation, int servers, double limit) => Limited(Endless(utilisation, servers), limit);

    /// <summary>The mean wait in a queue without end; infinity from a utilisation of 1 on.</summary>
    public static double Endless(double utilisation, int servers)
    {
        if (utilisation >= 1)
        {
            return double.PositiveInfinity;
        }

        if (utilisation <= 0)
        {
            return 0;
        }

        double offered = servers * utilisation;
        double lost = 1;
        for (int server = 1; server <= servers; server++)
        {
            lost = offered * lost / (server + (offered * lost));
        }

        double waiting = lost / (1 - (utilisation * (1 - lost)));
        return waiting / (servers * (1 - utilisation));
    }

    /// <summary>A wait in a queue that ends.</summary>
    public static double Limited(double wait, double limit) =>
        double.IsPositiveInfinity(wait) ? limit : double.IsPositiveInfinity(limit) ? wait : wait * limit / (wait + limit);

    /// <summary>How far a wait can grow in a time: by the work that comes beyond what is done, and by chance.</summary>
    /// <param name="utilisation">rho.</param>
    /// <param name="servers">c.</param>
    /// <param name="served">Requests that can be served in the time.</param>
    /// <returns>In times of serving.</returns>
    public static double Growth(double utilisation, int servers, double served) =>
        ((Math.Max(0, utilisation - 1) * served) + Math.Sqrt(4 * served / Math.PI)) / servers;
}
