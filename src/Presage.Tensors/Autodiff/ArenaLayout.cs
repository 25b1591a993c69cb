namespace Presage.Tensors.Autodiff;

/// <summary>Gives out places in an arena, first fit, to blocks that each live for an interval of calls.</summary>
sealed class ArenaLayout
{
    // Blocks start on a cache line, and an extra line between them keeps equally long blocks from meeting in the same cache sets.
    const long LineFloats = 16;

    readonly List<Block> _blocks = [];

    /// <summary>The floats that all places need together.</summary>
    public long Length { get; private set; }

    public static long RoundUp(long length) => (length + LineFloats - 1) / LineFloats * LineFloats;

    /// <summary>Finds the lowest place that no block alive in the interval occupies.</summary>
    /// <param name="firstCall">The call that writes the block.</param>
    /// <param name="lastCall">The last call that reads it, inclusive.</param>
    /// <param name="length">Floats; a block of none has a place, too.</param>
    public long Place(int firstCall, int lastCall, long length)
    {
        var size = RoundUp(length) + LineFloats;
        var start = 0L;
        foreach (var block in _blocks)
        {
            if (block.FirstCall > lastCall || block.LastCall < firstCall)
            {
                continue;
            }

            if (block.Start >= start + size)
            {
                break;
            }

            start = Math.Max(start, block.Start + block.Size);
        }

        var added = new Block(start, size, firstCall, lastCall);
        var index = _blocks.FindIndex(block => block.Start > start);
        _blocks.Insert(index < 0 ? _blocks.Count : index, added);
        Length = Math.Max(Length, start + size);
        return start;
    }

    readonly record struct Block(long Start, long Size, int FirstCall, int LastCall);
}
