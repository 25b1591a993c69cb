namespace Presage.Tensors.Kernels;

/// <summary>Rows and columns of an output without gaps, and how far each operand moves with them; 0 repeats it.</summary>
/// <param name="Rows">The number of rows.</param>
/// <param name="Columns">The number of columns.</param>
/// <param name="FirstRow">The distance between the first operand's rows.</param>
/// <param name="FirstColumn">The distance between the first operand's columns: 0 or 1.</param>
/// <param name="SecondRow">The distance between the second operand's rows.</param>
/// <param name="SecondColumn">The distance between the second operand's columns: 0 or 1.</param>
readonly record struct BroadcastPlane(int Rows, int Columns, int FirstRow, int FirstColumn, int SecondRow, int SecondColumn);
