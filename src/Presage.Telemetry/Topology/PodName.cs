using System.Buffers;

namespace Presage.Telemetry.Topology;

/// <summary>Finds the service behind the name of a pod.</summary>
/// <remarks>
/// The first rule that fits ends the search, so that one part is taken off and not two:
/// <list type="number">
/// <item>a Deployment's pod, <c>frontend-579b9bff58-t2dbm</c>: a hash of 6 to 10 letters of <c>456789bcdf</c> and five of Kubernetes' alphabet;</item>
/// <item>a CronJob's pod, <c>backup-27953280-x7k2p</c>: a time of eight digits and five letters;</item>
/// <item>a StatefulSet's pod, <c>mysql-0</c>: a number of at most three digits without a leading zero;</item>
/// <item>a DaemonSet's or a Job's pod, <c>node-exporter-x7k2p</c>: five letters of that alphabet, one of them a digit.</item>
/// </list>
/// Anything else is a service already. The alphabet is <c>bcdfghjklmnpqrstvwxz2456789</c>, without vowels, so that few words
/// look like a hash; a digit is asked for in the last rule so that <c>apache-httpd</c> stays. These rules are for names
/// of pods only: a service that is called <c>api-2</c> would lose its number.
/// </remarks>
public static class PodName
{
    const int SuffixLetters = 5;

    static readonly SearchValues<char> HashLetters = SearchValues.Create("456789bcdf");
    static readonly SearchValues<char> PodLetters = SearchValues.Create("bcdfghjklmnpqrstvwxz2456789");

    /// <summary>The name of the pod's service.</summary>
    /// <param name="pod">A pod's name, or a name that is a service's already.</param>
    /// <returns>The part that stays the same over restarts.</returns>
    public static string ServiceOf(string pod)
    {
        ArgumentNullException.ThrowIfNull(pod);
        int last = pod.LastIndexOf('-');
        if (last <= 0)
        {
            return pod;
        }

        var end = pod.AsSpan(last + 1);
        bool isSuffix = end.Length == SuffixLetters && !end.ContainsAnyExcept(PodLetters);
        int before = pod.LastIndexOf('-', last - 1);
        if (isSuffix && before > 0)
        {
            var middle = pod.AsSpan(before + 1, last - before - 1);
            bool isHash = middle.Length is >= 6 and <= 10 && !middle.ContainsAnyExcept(HashLetters);
            bool isCronTime = middle.Length == 8 && !middle.ContainsAnyExceptInRange('0', '9');
            if (isHash || isCronTime)
            {
                return pod[..before];
            }
        }

        bool isOrdinal = end.Length is >= 1 and <= 3 && !end.ContainsAnyExceptInRange('0', '9') && (end.Length == 1 || end[0] != '0');
        return isOrdinal || (isSuffix && end.ContainsAnyInRange('0', '9')) ? pod[..last] : pod;
    }
}
