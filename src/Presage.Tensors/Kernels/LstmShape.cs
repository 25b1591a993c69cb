namespace Presage.Tensors.Kernels;

/// <summary>The sizes of a recurrence with cells over whole sequences.</summary>
/// <param name="Batch">B, sequences.</param>
/// <param name="Steps">T, time steps of each.</param>
/// <param name="Features">F, width of the input.</param>
/// <param name="Hidden">D, width of the state and of the cell.</param>
/// <param name="Reversed">Whether the last step comes first.</param>
readonly record struct LstmShape(int Batch, int Steps, int Features, int Hidden, bool Reversed = false)
{
    /// <summary>Floats from one row of gates to the next: four gates and the cell.</summary>
    public int GateStride => SequenceTile.Stride(5 * Hidden);

    /// <summary>Sequences that pass through all steps together.</summary>
    public int Tile => SequenceTile.Size(Batch, Steps, GateStride);
}
