namespace Presage.Tensors.Kernels;

/// <summary>The sizes of a recurrence over whole sequences.</summary>
/// <param name="Batch">B, sequences.</param>
/// <param name="Steps">T, time steps of each.</param>
/// <param name="Features">F, width of the input.</param>
/// <param name="Hidden">H, width of the state.</param>
/// <param name="Form">The convention of the gates.</param>
readonly record struct GruShape(int Batch, int Steps, int Features, int Hidden, GruForm Form = GruForm.Torch)
{
    const int Line = 16;

    // What a tile of sequences may occupy of the second cache, so that its gates are still there at the next step.
    const int TileFloats = 160 * 1024;
    const int SmallestTile = 8;
    const int LargestTile = 48;

    /// <summary>Floats from one row of gates to the next: 4H in cache lines, made odd so that rows far apart do not share
    /// the same sets of the cache.</summary>
    public int GateStride => (((4 * Hidden + Line - 1) / Line) | 1) * Line;

    /// <summary>Sequences that pass through all steps together.</summary>
    public int Tile
    {
        get
        {
            var fitting = TileFloats / Math.Max(1, Steps * GateStride);
            var tile = Math.Min(Batch, Math.Clamp(fitting, SmallestTile, LargestTile));
            var tiles = Math.Max(1, (Batch + tile - 1) / Math.Max(1, tile));
            return (Batch + tiles - 1) / tiles;
        }
    }
}
