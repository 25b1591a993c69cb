using System.Globalization;

namespace Presage.Simulation.Scenarios;

/// <summary>What machines are called: <c>host-1</c> is the first.</summary>
static class HostNames
{
    const string Prefix = "host-";

    /// <param name="index">From 0.</param>
    public static string Text(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index + 1}");

    /// <summary>The machine that a pod runs on: pods of a service lie on different ones.</summary>
    /// <param name="service">Index of the service.</param>
    /// <param name="pod">How many pods the service had before.</param>
    /// <param name="hosts">How many machines there are.</param>
    public static int Place(int service, int pod, int hosts) => (service + pod) % hosts;

    /// <summary>The index of a machine, or -1 when there is none of the name.</summary>
    public static int IndexOf(string? name, int hosts)
    {
        for (int host = 0; host < hosts; host++)
        {
            if (Text(host) == name)
            {
                return host;
            }
        }

        return -1;
    }
}
