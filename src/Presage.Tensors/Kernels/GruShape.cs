namespace Presage.Tensors.Kernels;

/// <summary>The sizes of a recurrence over whole sequences.</summary>
/// <param name="Batch">B, sequences.</param>
/// <param name="Steps">T, time steps of each.</param>
/// <param name="Features">F, width of the input.</param>
/// <param name="Hidden">H, width of the state.</param>
/// <param name="Form">The convention of the gates.</param>
readonly record struct GruShape(int Batch, int Steps, int Features, int Hidden, GruForm Form = GruForm.Torch)
{
    /// <summary>Floats from one row of gates to the next.</summary>
    public int GateStride => SequenceTile.Stride(4 * Hidden);

    /// <summary>Sequences that pass through all steps together.</summary>
    public int Tile => SequenceTile.Size(Batch, Steps, GateStride);
}
