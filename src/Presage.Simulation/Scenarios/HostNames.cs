using System.Globalization;

namespace Presage.Simulation.Scenarios;

/// <summary>What machines are called: <c>host-1</c> is the first.</summary>
static class HostNames
{
    const string Prefix = "host-";

    /// <param name="index">From 0.</param>
    public static string Text(int index) => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{index + 1}");

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
