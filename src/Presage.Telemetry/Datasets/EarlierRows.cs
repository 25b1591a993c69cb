using System.Runtime.InteropServices;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Knows rows of earlier files again, so that files which overlap do not count them twice.</summary>
/// <remarks>
/// A row that comes again in its own file is a second event: two calls may fail at the same moment with the same words. What
/// lies further back than a bound is forgotten; files that overlap are neighbours.
/// </remarks>
sealed class EarlierRows
{
    readonly int _most;
    readonly Dictionary<ulong, int> _files = [];
    readonly Queue<ulong> _order = new();
    int _file;

    /// <param name="most">How many rows are remembered.</param>
    public EarlierRows(int most = 1 << 18) => _most = most;

    /// <summary>What comes now is of another file.</summary>
    public void BeginFile() => _file++;

    /// <summary>Whether an earlier file had the row; it is remembered.</summary>
    public bool Has(ReadOnlySpan<byte> row)
    {
        ulong digest = ByteDigest.Of(row);
        ref int file = ref CollectionsMarshal.GetValueRefOrAddDefault(_files, digest, out bool isKnown);
        if (isKnown)
        {
            return file < _file;
        }

        file = _file;
        _order.Enqueue(digest);
        if (_order.Count > _most)
        {
            _files.Remove(_order.Dequeue());
        }

        return false;
    }
}
