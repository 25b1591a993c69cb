using System.Text;
using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>Finds what belongs to a name that is still bytes; makes a string only of a name it has not met.</summary>
/// <remarks>Past a bound names are no longer kept, so that names which never repeat, such as addresses with ids, do not fill the memory.</remarks>
/// <typeparam name="T">What belongs to a name.</typeparam>
sealed class ByteNames<T>
{
    readonly Func<string, T> _create;
    readonly int _most;
    Entry?[] _slots = new Entry?[256];
    int _count;
    Entry? _last;

    /// <param name="create">Called for a name that is not known.</param>
    /// <param name="most">How many names are kept.</param>
    public ByteNames(Func<string, T> create, int most = 1 << 17)
    {
        _create = create;
        _most = most;
    }

    public T Find(ReadOnlySpan<byte> name)
    {
        if (_last is not null && name.SequenceEqual(_last.Name))
        {
            return _last.Value;
        }

        ulong digest = ByteDigest.Of(name);
        int slot = (int)(digest & (ulong)(_slots.Length - 1));
        for (; _slots[slot] is { } entry; slot = (slot + 1) & (_slots.Length - 1))
        {
            if (entry.Digest == digest && name.SequenceEqual(entry.Name))
            {
                _last = entry;
                return entry.Value;
            }
        }

        var added = new Entry(digest, name.ToArray(), _create(Encoding.UTF8.GetString(name)));
        if (_count < _most)
        {
            _slots[slot] = added;
            _last = added;
            _count++;
            GrowIfFull();
        }

        return added.Value;
    }

    void GrowIfFull()
    {
        if (2 * _count < _slots.Length)
        {
            return;
        }

        var old = _slots;
        _slots = new Entry?[old.Length * 2];
        foreach (var entry in old)
        {
            if (entry is not null)
            {
                int slot = (int)(entry.Digest & (ulong)(_slots.Length - 1));
                while (_slots[slot] is not null)
                {
                    slot = (slot + 1) & (_slots.Length - 1);
                }

                _slots[slot] = entry;
            }
        }
    }

    sealed record Entry(ulong Digest, byte[] Name, T Value);
}
