namespace Presage.Tensors.Kernels;

/// <summary>The sizes of a multi-head attention.</summary>
/// <param name="Batch">B, sequences.</param>
/// <param name="Queries">Rows that ask, per sequence.</param>
/// <param name="Keys">Rows that are asked, per sequence.</param>
/// <param name="Heads">Heads, side by side in each row.</param>
/// <param name="HeadWidth">d, width of a head.</param>
/// <param name="Causal">Whether query i sees the keys 0 to i only; queries and keys are then as many.</param>
readonly record struct AttentionShape(int Batch, int Queries, int Keys, int Heads, int HeadWidth, bool Causal = false);
