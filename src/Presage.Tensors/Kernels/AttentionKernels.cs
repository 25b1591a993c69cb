namespace Presage.Tensors.Kernels;

/// <summary>softmax(Q K' / sqrt d) V for all sequences and heads, forward and backward, in one call each.</summary>
/// <remarks>
/// Q[B, queries, heads d], K and V[B, keys, heads d] and the result are given as pointers with the floats from one row to
/// the next, so that one packed [B, T, 3 heads d] serves for all three; the rows of a sequence follow those of the one
/// before. A head's block of rows goes through scores, softmax and sum while it is in the first cache.
/// </remarks>
static unsafe class AttentionKernels
{
    const int RowBlock = 48;

    /// <summary>Floats of the probabilities [B, heads, queries, keys] if a backward pass follows, else of one block.</summary>
    public static int SavedLength(AttentionShape shape, bool keepProbabilities) =>
        checked((keepProbabilities ? shape.Batch * shape.Heads * shape.Queries : Math.Min(shape.Queries, RowBlock)) * shape.Keys);

    /// <summary>Floats that <see cref="Forward"/> needs for itself.</summary>
    public static int ForwardScratchLength(AttentionShape shape) =>
        checked(Gemm.PackedLength(shape.HeadWidth, shape.Keys) + shape.Keys + BlockLength(shape));

    /// <summary>Floats that <see cref="Backward"/> needs for itself.</summary>
    public static int BackwardScratchLength(AttentionShape shape) =>
        checked(Gemm.PackedLength(shape.HeadWidth, shape.Keys) + 2 * BlockLength(shape));

    /// <summary>Computes the attention.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">[B, queries, heads d].</param>
    /// <param name="qStride">Floats from one row of q to the next.</param>
    /// <param name="k">[B, keys, heads d].</param>
    /// <param name="kStride">Floats from one row of k to the next.</param>
    /// <param name="v">[B, keys, heads d].</param>
    /// <param name="vStride">Floats from one row of v to the next.</param>
    /// <param name="keyMask">[B, keys], 0 for a key that nobody may see; or null. A query that sees none gets zeros.</param>
    /// <param name="output">[B, queries, heads d].</param>
    /// <param name="outputStride">Floats from one row of the output to the next.</param>
    /// <param name="saved">SavedLength floats; the probabilities if they are kept.</param>
    /// <param name="keepProbabilities">Whether <see cref="Backward"/> follows.</param>
    /// <param name="scratch">ForwardScratchLength floats.</param>
    /// <param name="dropout">Which probabilities are dropped after the softmax; those that are kept for the backward pass are whole.</param>
    public static void Forward(
        AttentionShape shape, float* q, int qStride, float* k, int kStride, float* v, int vStride, float* keyMask,
        float* output, int outputStride, float* saved, bool keepProbabilities, float* scratch,
        WeightDropout dropout = default)
    {
        var (queries, keys, width) = (shape.Queries, shape.Keys, shape.HeadWidth);
        var hidden = scratch;
        var packed = scratch + keys;
        var block = packed + Gemm.PackedLength(width, keys);
        for (nint item = 0; item < shape.Batch; item++)
        {
            if (keyMask != null)
            {
                for (var key = 0; key < keys; key++)
                {
                    hidden[key] = keyMask[item * keys + key] == 0 ? float.NegativeInfinity : 0;
                }
            }

            for (var head = 0; head < shape.Heads; head++)
            {
                var column = head * width;
                Gemm.PackTransposed(width, keys, k + item * keys * kStride + column, kStride, packed);
                for (var start = 0; start < queries; start += RowBlock)
                {
                    var rows = Math.Min(RowBlock, queries - start);
                    var row = item * queries + start;
                    var scores = keepProbabilities ? Probabilities(shape, saved, item, head, start) : saved;
                    Gemm.Multiply(rows, keys, width, q + row * qStride + column, qStride, packed, scores, keys, false);
                    if (keyMask != null)
                    {
                        Rows.AddBias(scores, rows, keys, keys, hidden);
                    }

                    if (shape.Causal)
                    {
                        HideLaterKeys(scores, rows, keys, start);
                    }

                    Rows.Softmax(scores, scores, rows, keys, Scale(shape));
                    var kept = Drop(dropout, shape, item, head, start, rows, scores, block);
                    Gemm.MultiplyUnpacked(
                        rows, width, keys, kept, keys, v + item * keys * vStride + column, vStride,
                        output + row * outputStride + column, outputStride, false);
                }
            }
        }
    }

    /// <summary>The gradients of <see cref="Forward"/>; the strides of the gradients stand beside them.</summary>
    /// <param name="shape">The sizes.</param>
    /// <param name="q">[B, queries, heads d].</param>
    /// <param name="qStride">Floats from one row of q to the next.</param>
    /// <param name="k">[B, keys, heads d].</param>
    /// <param name="kStride">Floats from one row of k to the next.</param>
    /// <param name="v">[B, keys, heads d].</param>
    /// <param name="vStride">Floats from one row of v to the next.</param>
    /// <param name="probabilities">What the forward pass kept.</param>
    /// <param name="gradOutput">[B, queries, heads d].</param>
    /// <param name="gradOutputStride">Floats from one row of gradOutput to the next.</param>
    /// <param name="gradQ">[B, queries, heads d]; or null if nobody asks.</param>
    /// <param name="gradQStride">Floats from one row of gradQ to the next.</param>
    /// <param name="gradK">[B, keys, heads d]; or null, with gradV, if nobody asks.</param>
    /// <param name="gradKStride">Floats from one row of gradK to the next.</param>
    /// <param name="gradV">[B, keys, heads d].</param>
    /// <param name="gradVStride">Floats from one row of gradV to the next.</param>
    /// <param name="accumulateQuery">Whether gradQ is added to or overwritten.</param>
    /// <param name="accumulateMemory">Whether gradK and gradV are added to or overwritten.</param>
    /// <param name="scratch">BackwardScratchLength floats.</param>
    /// <param name="dropout">As in the forward pass.</param>
    public static void Backward(
        AttentionShape shape, float* q, int qStride, float* k, int kStride, float* v, int vStride, float* probabilities,
        float* gradOutput, int gradOutputStride, float* gradQ, int gradQStride, float* gradK, int gradKStride,
        float* gradV, int gradVStride, bool accumulateQuery, bool accumulateMemory, float* scratch,
        WeightDropout dropout = default)
    {
        var (queries, keys, width) = (shape.Queries, shape.Keys, shape.HeadWidth);
        var packed = scratch;
        var gradScores = scratch + Gemm.PackedLength(width, keys);
        var block = gradScores + BlockLength(shape);
        for (nint item = 0; item < shape.Batch; item++)
        {
            for (var head = 0; head < shape.Heads; head++)
            {
                var column = head * width;
                var key = item * keys;
                Gemm.PackTransposed(width, keys, v + key * vStride + column, vStride, packed);
                for (var start = 0; start < queries; start += RowBlock)
                {
                    var rows = Math.Min(RowBlock, queries - start);
                    var row = item * queries + start;
                    var outer = gradOutput + row * gradOutputStride + column;
                    var shares = Probabilities(shape, probabilities, item, head, start);
                    Gemm.Multiply(rows, keys, width, outer, gradOutputStride, packed, gradScores, keys, false);
                    _ = Drop(dropout, shape, item, head, start, rows, gradScores, gradScores);
                    Rows.SoftmaxBackward(gradScores, shares, gradScores, rows, keys, Scale(shape), false);
                    if (gradQ != null)
                    {
                        Gemm.MultiplyUnpacked(
                            rows, width, keys, gradScores, keys, k + key * kStride + column, kStride,
                            gradQ + row * gradQStride + column, gradQStride, accumulateQuery);
                    }

                    if (gradK != null)
                    {
                        Gemm.MultiplyTransposedLeft(
                            keys, width, rows, gradScores, keys, q + row * qStride + column, qStride,
                            gradK + key * gradKStride + column, gradKStride, accumulateMemory || start > 0);
                        var kept = Drop(dropout, shape, item, head, start, rows, shares, block);
                        Gemm.MultiplyTransposedLeft(
                            keys, width, rows, kept, keys, outer, gradOutputStride,
                            gradV + key * gradVStride + column, gradVStride, accumulateMemory || start > 0);
                    }
                }
            }
        }
    }

    static int BlockLength(AttentionShape shape) => Math.Min(shape.Queries, RowBlock) * shape.Keys;

    /// <summary>A block of probabilities, or of their gradients, with the dropped ones at 0: itself where none are dropped.</summary>
    static float* Drop(WeightDropout dropout, AttentionShape shape, nint item, int head, int start, int rows, float* values, float* target)
    {
        if (dropout.Rate == 0)
        {
            return values;
        }

        var first = (((dropout.FirstItem + item) * shape.Heads + head) * shape.Queries + start) * shape.Keys;
        RandomMask.Apply(dropout.Key, first, dropout.Rate, values, target, rows * shape.Keys, accumulate: false);
        return target;
    }

    static float Scale(AttentionShape shape) => 1 / MathF.Sqrt(shape.HeadWidth);

    static float* Probabilities(AttentionShape shape, float* saved, nint item, int head, int start) =>
        saved + ((item * shape.Heads + head) * shape.Queries + start) * shape.Keys;

    static void HideLaterKeys(float* scores, int rows, int keys, int start)
    {
        for (var row = 0; row < rows; row++)
        {
            var seen = Math.Min(keys, start + row + 1);
            Elementwise.Fill(scores + (nint)row * keys + seen, float.NegativeInfinity, keys - seen);
        }
    }
}
