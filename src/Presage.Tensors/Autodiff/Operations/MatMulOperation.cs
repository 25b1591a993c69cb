using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Matrix products of the last two axes; leading axes of size 1, or missing ones, repeat.</summary>
/// <remarks>
/// The result may pass a rectifier while it is still in the cache. A is [batch…, m, k], B [batch…, k, n], C [batch…, m, n]; the transposed factor has its last two axes exchanged. Where one B serves
/// all A, their rows are one product.
/// </remarks>
sealed unsafe class MatMulOperation : Operation
{
    readonly MatMulForm _form;
    readonly bool _rectifies;
    readonly BroadcastLayout _layout;
    readonly int _m;
    readonly int _n;
    readonly int _k;
    readonly int _products;

    MatMulOperation(Tensor a, Tensor b, MatMulForm form, bool rectifies, BroadcastLayout layout, int m, int n, int k)
        : base(a, b)
    {
        _form = form;
        _rectifies = rectifies;
        _layout = layout;
        _products = checked((int)layout.Output.Length);
        (_m, _n, _k) = (m, n, k);
        if (form != MatMulForm.TransposedLeft && !layout.FirstRepeats && b.Shape.Length == (long)n * k)
        {
            _m = checked(m * _products);
            _products = 1;
        }
    }

    public override bool BackwardReadsOutput => _rectifies;

    /// <summary>Adds the operation to the inputs' graph.</summary>
    /// <param name="a">The left factor.</param>
    /// <param name="b">The right one.</param>
    /// <param name="form">Which of them is transposed.</param>
    /// <param name="rectifies">Whether the result is max(C, 0).</param>
    /// <exception cref="ArgumentException">The inner sizes or the leading axes differ.</exception>
    public static Tensor Apply(Tensor a, Tensor b, MatMulForm form, bool rectifies = false)
    {
        if (a.Shape.Rank < 2 || b.Shape.Rank < 2)
        {
            throw new ArgumentException($"MatMul: {a.Shape} x {b.Shape}; two axes are needed.");
        }

        var (m, k) = form == MatMulForm.TransposedLeft ? (a.Shape[-1], a.Shape[-2]) : (a.Shape[-2], a.Shape[-1]);
        var (n, inner) = form == MatMulForm.TransposedRight ? (b.Shape[-2], b.Shape[-1]) : (b.Shape[-1], b.Shape[-2]);
        if (k != inner)
        {
            var (left, right) = (form == MatMulForm.TransposedLeft ? " transposed" : "", form == MatMulForm.TransposedRight ? " transposed" : "");
            throw new ArgumentException($"MatMul: {a.Shape}{left} x {b.Shape}{right}: {k} != {inner}");
        }

        var layout = new BroadcastLayout($"MatMul: {a.Shape} x {b.Shape}", Leading(a.Shape), Leading(b.Shape));
        var rank = Math.Max(a.Shape.Rank, b.Shape.Rank);
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        layout.Output.CopyTo(sizes);
        sizes[rank - 2] = m;
        sizes[rank - 1] = n;
        return a.Graph.Apply(new MatMulOperation(a, b, form, rectifies, layout, m, n, k), new Shape(sizes[..rank]));
    }

    public override bool BackwardReadsInput(int index) => NeedsGradient(1 - index);

    public override long ScratchLength(bool training) =>
        PackedLength(training) + (training && _rectifies ? (long)_m * _n : 0);

    public override void Forward(Workspace workspace)
    {
        for (var index = 0; index < _products; index++)
        {
            var (aStart, bStart) = Starts(index);
            var a = workspace.Value(Inputs[0]) + aStart;
            var b = workspace.Value(Inputs[1]) + bStart;
            var c = workspace.Value(Output) + (nint)index * _m * _n;
            switch (_form)
            {
                case MatMulForm.Plain:
                    Gemm.MultiplyUnpacked(_m, _n, _k, a, _k, b, _n, c, _n, accumulate: false);
                    break;
                case MatMulForm.TransposedRight:
                    Gemm.MultiplyTransposedRight(_m, _n, _k, a, _k, b, _k, c, _n, accumulate: false, workspace.Scratch);
                    break;
                default:
                    Gemm.MultiplyTransposedLeft(_m, _n, _k, a, _m, b, _n, c, _n, accumulate: false);
                    break;
            }

            if (_rectifies)
            {
                UnaryFunction.Relu.Forward(c, c, checked(_m * _n));
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var (needsLeft, needsRight) = (NeedsGradient(0), NeedsGradient(1));
        var addsLeft = needsLeft && Start(workspace, 0, _layout.FirstRepeats);
        var addsRight = needsRight && Start(workspace, 1, _layout.SecondRepeats && _products > 1);
        for (var index = 0; index < _products; index++)
        {
            var (aStart, bStart) = Starts(index);
            var gradC = GradientOfProduct(workspace, index);
            if (needsLeft)
            {
                BackwardLeft(workspace, workspace.Gradient(Inputs[0]) + aStart, workspace.Value(Inputs[1]) + bStart, gradC, addsLeft);
            }

            if (needsRight)
            {
                BackwardRight(workspace.Value(Inputs[0]) + aStart, workspace.Gradient(Inputs[1]) + bStart, gradC, addsRight);
            }
        }
    }

    static Shape Leading(Shape shape)
    {
        Span<int> sizes = stackalloc int[Shape.MaximumRank];
        shape.CopyTo(sizes);
        return shape.Rank == 2 ? new Shape(1) : new Shape(sizes[..(shape.Rank - 2)]);
    }

    long PackedLength(bool training) => Math.Max(
        _form == MatMulForm.TransposedRight ? Gemm.PackedLength(_k, _n) : 0,
        !training || _form == MatMulForm.TransposedRight ? 0
        : _form == MatMulForm.Plain ? Gemm.PackedLength(_n, _k) : Gemm.PackedLength(_n, _m));

    float* GradientOfProduct(Workspace workspace, int index)
    {
        var start = (nint)index * _m * _n;
        var gradient = workspace.Gradient(Output) + start;
        if (!_rectifies)
        {
            return gradient;
        }

        var passed = workspace.Scratch + PackedLength(training: true);
        UnaryFunction.Relu.Backward(gradient, workspace.Value(Output) + start, passed, checked(_m * _n), accumulate: false);
        return passed;
    }

    /// <summary>Where the factors of a product start.</summary>
    (long A, long B) Starts(int index)
    {
        var plane = _layout.Plane;
        var (outer, place) = Math.DivRem(index, plane.Rows * plane.Columns);
        var (row, column) = Math.DivRem(place, plane.Columns);
        var (first, second) = _layout.Offsets(outer);
        first += (long)row * plane.FirstRow + column * plane.FirstColumn;
        second += (long)row * plane.SecondRow + column * plane.SecondColumn;
        return (first * _m * _k, second * _n * _k);
    }

    /// <summary>Zeroes the gradient of a factor that several products share; says whether products add to what is there.</summary>
    bool Start(Workspace workspace, int index, bool repeats)
    {
        if (repeats && !Accumulates[index])
        {
            Elementwise.Fill(workspace.Gradient(Inputs[index]), 0f, checked((int)Inputs[index].Shape.Length));
        }

        return repeats || Accumulates[index];
    }

    /// <summary>dA = dC Bᵀ; of C = A Bᵀ it is dC B, of C = Aᵀ B it is B dCᵀ.</summary>
    void BackwardLeft(Workspace workspace, float* gradA, float* b, float* gradC, bool accumulate)
    {
        switch (_form)
        {
            case MatMulForm.Plain:
                Gemm.MultiplyTransposedRight(_m, _k, _n, gradC, _n, b, _n, gradA, _k, accumulate, workspace.Scratch);
                break;
            case MatMulForm.TransposedRight:
                Gemm.MultiplyUnpacked(_m, _k, _n, gradC, _n, b, _k, gradA, _k, accumulate);
                break;
            default:
                Gemm.MultiplyTransposedRight(_k, _m, _n, b, _n, gradC, _n, gradA, _m, accumulate, workspace.Scratch);
                break;
        }
    }

    /// <summary>dB = Aᵀ dC; of C = A Bᵀ it is dCᵀ A, of C = Aᵀ B it is A dC.</summary>
    void BackwardRight(float* a, float* gradB, float* gradC, bool accumulate)
    {
        switch (_form)
        {
            case MatMulForm.Plain:
                Gemm.MultiplyTransposedLeft(_k, _n, _m, a, _k, gradC, _n, gradB, _n, accumulate);
                break;
            case MatMulForm.TransposedRight:
                Gemm.MultiplyTransposedLeft(_n, _k, _m, gradC, _n, a, _k, gradB, _k, accumulate);
                break;
            default:
                Gemm.MultiplyUnpacked(_k, _n, _m, a, _m, gradC, _n, gradB, _n, accumulate);
                break;
        }
    }
}
