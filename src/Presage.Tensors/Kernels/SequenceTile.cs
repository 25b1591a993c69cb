namespace Presage.Tensors.Kernels;

/// <summary>How many sequences pass through all steps of a recurrence together, and how far apart their rows of gates lie.</summary>
static class SequenceTile
{
    const int Line = 16;

    // What a tile of sequences may occupy of the second cache, so that its gates are still there at the next step.
    const int TileFloats = 160 * 1024;
    const int SmallestTile = 8;
    const int LargestTile = 48;

    /// <summary>Floats from one row to the next: whole cache lines, an odd number of them so that rows far apart do not share the same sets of
    /// the cache.</summary>
    public static int Stride(int floats) => (((floats + Line - 1) / Line) | 1) * Line;

    /// <summary>Sequences in a tile; all tiles of a batch have the same number, but for the last.</summary>
    public static int Size(int batch, int steps, int stride)
    {
        var fitting = TileFloats / Math.Max(1, steps * stride);
        var tile = Math.Min(batch, Math.Clamp(fitting, SmallestTile, LargestTile));
        var tiles = Math.Max(1, (batch + tile - 1) / Math.Max(1, tile));
        return (batch + tiles - 1) / tiles;
    }
}
