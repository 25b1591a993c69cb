using Presage.Simulation.Draws;

namespace Presage.Simulation.Engine;

/// <summary>Names pods as Kubernetes does: the service, the version, the pod.</summary>
static class PodNames
{
    // Kubernetes leaves out vowels and what looks like them, so that no words arise; a version is a hash in hexadecimal
    // digits, spelt with ten of those letters.
    const string Letters = "bcdfghjklmnpqrstvwxz2456789";
    const string HashLetters = "456789bcdf";
    const int VersionLetters = 10;
    const int PodLetters = 5;

    /// <param name="service">The service's name.</param>
    /// <param name="seed">Of the service.</param>
    /// <param name="version">From 1.</param>
    /// <param name="pod">How many pods the service had before.</param>
    public static string Text(string service, ulong seed, int version, int pod) =>
        $"{service}-{Random(Draw.Bits(seed, (uint)version), VersionLetters, HashLetters)}-{Random(Draw.Bits(seed, 0x1_0000 + (uint)pod), PodLetters, Letters)}";

    static string Random(ulong bits, int count, string letters) => string.Create(count, (bits, letters), static (text, from) =>
    {
        var (bits, letters) = from;
        // A digit first: a part of the service's own name seldom begins with one.
        text[0] = (char)('4' + (bits % 6));
        bits /= 6;
        for (int at = 1; at < text.Length; at++)
        {
            text[at] = letters[(int)(bits % (ulong)letters.Length)];
            bits /= (ulong)letters.Length;
        }
    });
}
