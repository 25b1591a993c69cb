using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>a[i, j] = mean over heads of sigmoid(Σ_f w[f] tanh(u[i, f] + v[j, f]) + b): how strongly node i listens to node j.</summary>
/// <remarks>
/// Inputs are u and v [graphs…, N, K, A], w [K, A] and, optionally, b [K]. Nothing is kept: <see cref="AdditiveAdjacencyKernels"/> computes what
/// the backward pass needs again, or, of a single head, takes it from the output.
/// </remarks>
sealed unsafe class AdditiveAdjacencyOperation : Operation
{
    readonly AdditiveAdjacencyShape _shape;

    AdditiveAdjacencyOperation(AdditiveAdjacencyShape shape, Tensor[] inputs)
        : base(inputs) => _shape = shape;

    public override bool BackwardReadsOutput => _shape.Heads == 1;

    bool HasBias => Inputs.Count > 3;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <exception cref="ArgumentException">The shapes do not fit.</exception>
    public static Tensor Apply(Tensor u, Tensor v, Tensor weight, Tensor? bias)
    {
        if (u.Shape.Rank < 3 || u.Shape != v.Shape)
        {
            throw new ArgumentException($"AdditiveAdjacency: {u.Shape} and {v.Shape}; twice the same [graphs…, N, heads, width] is needed.");
        }

        var (nodes, heads, width) = (u.Shape[-3], u.Shape[-2], u.Shape[-1]);
        if (weight.Shape != new Shape(heads, width) || (bias is not null && bias.Shape.Length != heads))
        {
            throw new ArgumentException(
                $"AdditiveAdjacency: {u.Shape} with weights {weight.Shape} and a bias of {bias?.Shape}; [{heads}, {width}] and [{heads}] are needed.");
        }

        var graphs = checked((int)(u.Shape.Length / ((long)nodes * heads * width)));
        Tensor[] inputs = bias is null ? [u, v, weight] : [u, v, weight, bias];
        var operation = new AdditiveAdjacencyOperation(new AdditiveAdjacencyShape(graphs, nodes, heads, width), inputs);
        return u.Graph.Apply(operation, u.Shape.Without(-1).With(-1, nodes));
    }

    public override long ScratchLength(bool training) =>
        training ? AdditiveAdjacencyKernels.BackwardScratchLength(_shape) : AdditiveAdjacencyKernels.ForwardScratchLength(_shape);

    public override void Forward(Workspace workspace) =>
        AdditiveAdjacencyKernels.Forward(
            _shape, workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), workspace.Value(Inputs[2]), Bias(workspace), workspace.Value(Output),
            workspace.Scratch);

    public override void Backward(Workspace workspace) =>
        AdditiveAdjacencyKernels.Backward(
            _shape, workspace.Value(Inputs[0]), workspace.Value(Inputs[1]), workspace.Value(Inputs[2]), Bias(workspace), workspace.Value(Output),
            workspace.Gradient(Output), Gradient(workspace, 0), Accumulates[0], Gradient(workspace, 1), Accumulates[1],
            Sum(workspace, 2), HasBias ? Sum(workspace, 3) : null, workspace.Scratch);

    float* Bias(Workspace workspace) => HasBias ? workspace.Value(Inputs[3]) : null;

    float* Gradient(Workspace workspace, int index) => NeedsGradient(index) ? workspace.Gradient(Inputs[index]) : null;

    /// <summary>A gradient that is a sum over graphs: from 0 where it is the first part.</summary>
    float* Sum(Workspace workspace, int index)
    {
        var gradient = Gradient(workspace, index);
        if (gradient != null && !Accumulates[index])
        {
            Elementwise.Fill(gradient, 0f, checked((int)Inputs[index].Shape.Length));
        }

        return gradient;
    }
}
