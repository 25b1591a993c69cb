using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = act(x₁W₁ + x₂W₂ + … + b): linear maps of one or more inputs, summed, with bias and activation in one pass.</summary>
/// <remarks>
/// Inputs are [x₁, W₁, x₂, W₂, …, b]; each x is [rows…, kᵢ], each W [kᵢ, n], b [n]. Kept for backward is act'(u), not u, so that the gradient
/// of u is one product. Weights that are parameters are packed once per change, others at each call.
/// </remarks>
sealed unsafe class LinearOperation : Operation
{
    readonly int _terms;
    readonly int _rows;
    readonly int _columns;
    readonly bool _hasBias;
    readonly Activation _activation;
    readonly PackedWeight?[] _weights;
    readonly PackedWeight?[] _transposedWeights;

    LinearOperation(Tensor[] inputs, int terms, Activation activation)
        : base(inputs)
    {
        _terms = terms;
        _hasBias = inputs.Length > 2 * terms;
        _activation = activation;
        _columns = inputs[1].Shape.Last;
        _rows = checked((int)(inputs[0].Shape.Length / inputs[0].Shape.Last));
        _weights = new PackedWeight?[terms];
        _transposedWeights = new PackedWeight?[terms];
        for (var term = 0; term < terms; term++)
        {
            var weight = Weight(term);
            if (weight.Kind == TensorKind.Parameter)
            {
                var (set, inner) = (weight.Graph.Parameters, weight.Shape[0]);
                _weights[term] = set.Pack(weight.Parameter!, 0, inner, _columns, _columns, transposed: false);
                if (Input(term).NeedsGradient)
                {
                    _transposedWeights[term] = set.Pack(weight.Parameter!, 0, _columns, inner, _columns, transposed: true);
                }
            }
        }
    }

    /// <summary>Adds the operation to the inputs' graph.</summary>
    public static Tensor Apply(ReadOnlySpan<(Tensor Input, Tensor Weight)> terms, Tensor? bias, Activation activation)
    {
        var columns = terms[0].Weight.Shape.Last;
        var inputs = new List<Tensor>();
        foreach (var (input, weight) in terms)
        {
            if (weight.Shape.Rank != 2 || weight.Shape[0] != input.Shape.Last || weight.Shape.Last != columns)
            {
                throw new ArgumentException($"Linear: {input.Shape} x {weight.Shape}; a weight of [{input.Shape.Last}, {columns}] is needed.");
            }

            if (input.Shape.With(-1, 1) != terms[0].Input.Shape.With(-1, 1))
            {
                throw new ArgumentException($"Linear: inputs {terms[0].Input.Shape} and {input.Shape} differ in their rows.");
            }

            inputs.Add(input);
            inputs.Add(weight);
        }

        if (bias is not null)
        {
            if (bias.Shape.Length != columns)
            {
                throw new ArgumentException($"Linear: a bias of {bias.Shape} for {columns} columns.");
            }

            inputs.Add(bias);
        }

        var operation = new LinearOperation([.. inputs], terms.Length, activation);
        return terms[0].Input.Graph.Apply(operation, terms[0].Input.Shape.With(-1, columns));
    }

    public override bool BackwardReadsInput(int index) => index < 2 * _terms;

    public override bool BackwardReadsOutput => false;

    public override long SavedLength(bool training) => training && _activation != Activation.None ? (long)_rows * _columns : 0;

    public override long ScratchLength(bool training)
    {
        var packed = 0L;
        for (var term = 0; term < _terms; term++)
        {
            var inner = Weight(term).Shape[0];
            packed = Math.Max(packed, Math.Max(Gemm.PackedLength(inner, _columns), Gemm.PackedLength(_columns, inner)));
        }

        return packed + (training && _activation != Activation.None ? (long)_rows * _columns : 0);
    }

    public override void Forward(Workspace workspace)
    {
        var output = workspace.Value(Output);
        for (var term = 0; term < _terms; term++)
        {
            var inner = Weight(term).Shape[0];
            var packed = _weights[term] is { } weight ? weight.Pointer : workspace.Scratch;
            if (_weights[term] is null)
            {
                Gemm.Pack(inner, _columns, workspace.Value(Weight(term)), _columns, packed);
            }

            Gemm.Multiply(_rows, _columns, inner, workspace.Value(Input(term)), inner, packed, output, _columns, accumulate: term > 0);
        }

        var bias = _hasBias ? workspace.Value(Inputs[^1]) : null;
        if (_activation != Activation.None)
        {
            var derivative = Output.NeedsGradient ? workspace.Saved(this) : null;
            Rows.BiasActivation(output, _rows, _columns, _columns, bias, _activation, derivative, _columns);
        }
        else if (bias != null)
        {
            Rows.AddBias(output, _rows, _columns, _columns, bias);
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradient = workspace.Gradient(Output);
        if (_activation != Activation.None)
        {
            var product = workspace.Scratch;
            Elementwise.Multiply(gradient, workspace.Saved(this), product, _rows * _columns);
            gradient = product;
        }

        var free = workspace.Scratch + (_activation != Activation.None ? (long)_rows * _columns : 0);
        for (var term = 0; term < _terms; term++)
        {
            BackwardTerm(workspace, term, gradient, free);
        }

        if (_hasBias && NeedsGradient(2 * _terms))
        {
            Reductions.ColumnSum(gradient, _rows, _columns, _columns, workspace.Gradient(Inputs[^1]), Accumulates[2 * _terms]);
        }
    }

    Tensor Input(int term) => Inputs[2 * term];

    Tensor Weight(int term) => Inputs[2 * term + 1];

    void BackwardTerm(Workspace workspace, int term, float* gradient, float* free)
    {
        var inner = Weight(term).Shape[0];
        if (NeedsGradient(2 * term))
        {
            var packed = _transposedWeights[term] is { } weight ? weight.Pointer : free;
            if (_transposedWeights[term] is null)
            {
                Gemm.PackTransposed(_columns, inner, workspace.Value(Weight(term)), _columns, packed);
            }

            var gradientInput = workspace.Gradient(Input(term));
            Gemm.Multiply(_rows, inner, _columns, gradient, _columns, packed, gradientInput, inner, Accumulates[2 * term]);
        }

        if (NeedsGradient(2 * term + 1))
        {
            var gradientWeight = workspace.Gradient(Weight(term));
            Gemm.MultiplyTransposedLeft(
                inner, _columns, _rows, workspace.Value(Input(term)), inner, gradient, _columns, gradientWeight, _columns, Accumulates[2 * term + 1]);
        }
    }
}
