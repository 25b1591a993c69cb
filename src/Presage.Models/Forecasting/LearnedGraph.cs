namespace Presage.Models.Forecasting;

/// <summary>How strongly each node listens to each other one, as a model learned it.</summary>
/// <param name="Name">Which part of the model it is of, such as <c>attention</c>.</param>
/// <param name="Meaning">What a strength is, as the end of a sentence.</param>
/// <param name="Nodes">The nodes, in the order of rows and columns.</param>
/// <param name="Strengths">[N, N], not below 0: row i holds how strongly node i listens to each node, itself included.</param>
public sealed record LearnedGraph(string Name, string Meaning, IReadOnlyList<string> Nodes, IReadOnlyList<float> Strengths)
{
    /// <summary>How strongly one node listens to another.</summary>
    /// <param name="node">Who listens.</param>
    /// <param name="to">To whom.</param>
    public float this[int node, int to] => Strengths[(node * Nodes.Count) + to];
}
