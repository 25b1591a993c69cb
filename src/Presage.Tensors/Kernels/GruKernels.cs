namespace Presage.Tensors.Kernels;

/// <summary>A gated recurrent unit over whole sequences, forward and backward, in one call each.</summary>
/// <remarks>
/// <code>
/// r = sigmoid(x Wr + br + h Ur + cr)          reset gate
/// z = sigmoid(x Wz + bz + h Uz + cz)          update gate
/// n, h'                                       candidate and next state: <see cref="GruForm"/>
/// </code>
/// Weights are W[F, 3D] and U[D, 3D] with the columns of r, z and n in this order, biases b[3D] and c[3D].
/// Sequences advance in tiles through all steps. The input products of a tile are computed before its first step, so that
/// only h U is left inside the recurrence; the backward pass keeps the gradients of all gates in place of the gates, so
/// that the products for the weights are computed after its last step. A row of gates is [n | r | z | h Un + cn] in
/// PyTorch's form, so that what W sees (the first three) and what U sees (the last three) each lie side by side, and
/// [n | r | z | r h] in the papers' form; a tile is [T, tile, GateStride].
/// </remarks>
static unsafe partial class GruKernels
{
    /// <summary>Floats of the weights packed for <see cref="Forward"/>.</summary>
    public static int PackedForwardLength(GruShape shape)
    {
        var (f, h) = (shape.Features, shape.Hidden);
        return checked(Gemm.PackedLength(f, h) + Gemm.PackedLength(f, 2 * h) + StateForwardLength(shape));
    }

    /// <summary>Floats of the weights packed for <see cref="Backward"/>.</summary>
    public static int PackedBackwardLength(GruShape shape)
    {
        var (f, h) = (shape.Features, shape.Hidden);
        return checked(Gemm.PackedLength(h, f) + Gemm.PackedLength(2 * h, f) + Gemm.PackedLength(3 * h, h));
    }

    /// <summary>Packs the weights for <see cref="Forward"/>; again after each change of the weights.</summary>
    public static void PackForward(GruShape shape, float* inputWeight, float* stateWeight, float* packed)
    {
        var (f, h) = (shape.Features, shape.Hidden);
        Gemm.Pack(f, h, inputWeight + 2 * h, 3 * h, packed);
        Gemm.Pack(f, 2 * h, inputWeight, 3 * h, packed += Gemm.PackedLength(f, h));
        packed += Gemm.PackedLength(f, 2 * h);
        if (shape.Form == GruForm.Torch)
        {
            Gemm.Pack(h, 3 * h, stateWeight, 3 * h, packed);
        }
        else
        {
            Gemm.Pack(h, 2 * h, stateWeight, 3 * h, packed);
            Gemm.Pack(h, h, stateWeight + 2 * h, 3 * h, packed + Gemm.PackedLength(h, 2 * h));
        }
    }

    /// <summary>Packs the transposed weights for <see cref="Backward"/>; again after each change of the weights.</summary>
    public static void PackBackward(GruShape shape, float* inputWeight, float* stateWeight, float* packed)
    {
        var (f, h) = (shape.Features, shape.Hidden);
        Gemm.PackTransposed(h, f, inputWeight + 2 * h, 3 * h, packed);
        Gemm.PackTransposed(2 * h, f, inputWeight, 3 * h, packed += Gemm.PackedLength(h, f));
        packed += Gemm.PackedLength(2 * h, f);
        if (shape.Form == GruForm.Torch)
        {
            Gemm.PackTransposed(3 * h, h, stateWeight, 3 * h, packed);
        }
        else
        {
            Gemm.PackTransposed(2 * h, h, stateWeight, 3 * h, packed);
            Gemm.PackTransposed(h, h, stateWeight + 2 * h, 3 * h, packed + Gemm.PackedLength(2 * h, h));
        }
    }

    /// <summary>Floats that <see cref="Forward"/> needs beside its output: the gates of all sequences if a backward pass
    /// follows, those of one tile if not.</summary>
    public static int SavedLength(GruShape shape, bool keepGates)
    {
        var rows = (keepGates ? shape.Batch : shape.Tile) * shape.Steps;
        return checked(rows * shape.GateStride + shape.Tile * shape.Hidden + 3 * shape.Hidden);
    }

    /// <summary>Floats that <see cref="Backward"/> needs for itself.</summary>
    public static int ScratchLength(GruShape shape) => checked(2 * shape.Tile * shape.Hidden);

    /// <summary>Runs the unit over all sequences.</summary>
    /// <param name="shape">The sizes and the convention.</param>
    /// <param name="x">[B, T, F].</param>
    /// <param name="packed">The weights from <see cref="PackForward"/>.</param>
    /// <param name="inputBias">b[3D].</param>
    /// <param name="stateBias">c[3D].</param>
    /// <param name="initialState">[B, D], or null for zeros.</param>
    /// <param name="output">[B, T, D], the state after each step.</param>
    /// <param name="saved">SavedLength floats.</param>
    /// <param name="keepGates">Whether <see cref="Backward"/> follows.</param>
    public static void Forward(
        GruShape shape, float* x, float* packed, float* inputBias, float* stateBias, float* initialState, float* output,
        float* saved, bool keepGates)
    {
        var (steps, features, hidden, stride) = (shape.Steps, shape.Features, shape.Hidden, shape.GateStride);
        var rows = (nint)(keepGates ? shape.Batch : shape.Tile) * steps;
        var state = saved + rows * stride;
        var bias = state + shape.Tile * hidden;
        Elementwise.Add(inputBias, stateBias, bias, 3 * hidden);
        if (shape.Form == GruForm.Torch)
        {
            Elementwise.Copy(inputBias + 2 * hidden, bias + 2 * hidden, hidden);
        }

        var candidateWeight = packed;
        var gateWeight = candidateWeight + Gemm.PackedLength(features, hidden);
        var stateWeight = gateWeight + Gemm.PackedLength(features, 2 * hidden);
        for (nint start = 0; start < shape.Batch; start += shape.Tile)
        {
            var tile = Math.Min(shape.Tile, (int)(shape.Batch - start));
            var gates = saved + (keepGates ? start * steps * stride : 0);
            for (var item = 0; item < tile; item++)
            {
                var source = x + (start + item) * steps * features;
                var row = gates + item * stride;
                Gemm.Multiply(steps, hidden, features, source, features, candidateWeight, row, tile * stride, false);
                Gemm.Multiply(steps, 2 * hidden, features, source, features, gateWeight, row + hidden, tile * stride, false);
            }

            if (initialState != null)
            {
                Elementwise.Copy(initialState + start * hidden, state, tile * hidden);
            }
            else
            {
                Elementwise.Fill(state, 0, tile * hidden);
            }

            var result = output + start * steps * hidden;
            if (shape.Form == GruForm.Torch)
            {
                AdvanceTorch(tile, shape, stateWeight, bias, stateBias + 2 * hidden, gates, state, initialState != null, result);
            }
            else
            {
                AdvancePaper(tile, shape, stateWeight, bias, gates, state, initialState != null, result);
            }
        }
    }

    /// <summary>The gradients of <see cref="Forward"/> with the gates kept, which this overwrites.</summary>
    /// <param name="shape">The sizes and the convention.</param>
    /// <param name="x">[B, T, F], the input.</param>
    /// <param name="packed">The weights from <see cref="PackBackward"/>.</param>
    /// <param name="initialState">[B, D], or null for zeros, as in the forward pass.</param>
    /// <param name="output">[B, T, D], the result of the forward pass.</param>
    /// <param name="saved">What the forward pass saved; consumed.</param>
    /// <param name="gradOutput">[B, T, D], or null for zeros.</param>
    /// <param name="gradLastState">[B, D], added to the gradient of the last output; or null.</param>
    /// <param name="gradInput">[B, T, F], or null if nobody asks.</param>
    /// <param name="accumulate">Whether gradInput is added to or overwritten.</param>
    /// <param name="gradInputWeight">[F, 3D], added to.</param>
    /// <param name="gradStateWeight">[D, 3D], added to.</param>
    /// <param name="gradInputBias">[3D], added to.</param>
    /// <param name="gradStateBias">[3D], added to.</param>
    /// <param name="gradInitialState">[B, D], overwritten; or null.</param>
    /// <param name="scratch">ScratchLength floats.</param>
    public static void Backward(
        GruShape shape, float* x, float* packed, float* initialState, float* output, float* saved, float* gradOutput,
        float* gradLastState, float* gradInput, bool accumulate, float* gradInputWeight, float* gradStateWeight,
        float* gradInputBias, float* gradStateBias, float* gradInitialState, float* scratch)
    {
        var (steps, features, hidden, stride) = (shape.Steps, shape.Features, shape.Hidden, shape.GateStride);
        var candidateWeight = packed;
        var gateWeight = candidateWeight + Gemm.PackedLength(hidden, features);
        var stateWeight = gateWeight + Gemm.PackedLength(2 * hidden, features);
        for (nint start = 0; start < shape.Batch; start += shape.Tile)
        {
            var tile = Math.Min(shape.Tile, (int)(shape.Batch - start));
            var gates = saved + start * steps * stride;
            var result = output + start * steps * hidden;
            var first = initialState == null ? null : initialState + start * hidden;
            var outer = gradOutput == null ? null : gradOutput + start * steps * hidden;
            var carry = scratch;
            if (gradLastState != null)
            {
                Elementwise.Copy(gradLastState + start * hidden, carry, tile * hidden);
            }
            else
            {
                Elementwise.Fill(carry, 0, tile * hidden);
            }

            var carryToStart = gradInitialState != null;
            if (shape.Form == GruForm.Torch)
            {
                RetreatTorch(tile, shape, stateWeight, first, result, gates, outer, carry, carryToStart, gradInputBias, gradStateBias);
            }
            else
            {
                var product = carry + shape.Tile * hidden;
                RetreatPaper(tile, shape, stateWeight, first, result, gates, outer, carry, product, gradInputBias, gradStateBias);
            }

            if (carryToStart)
            {
                Elementwise.Copy(carry, gradInitialState + start * hidden, tile * hidden);
            }

            AccumulateStateWeight(tile, shape, first, result, gates, gradStateWeight);
            for (var item = 0; item < tile; item++)
            {
                var source = x + (start + item) * steps * features;
                var row = gates + item * stride;
                Gemm.MultiplyTransposedLeft(
                    features, hidden, steps, source, features, row, tile * stride, gradInputWeight + 2 * hidden, 3 * hidden, true);
                Gemm.MultiplyTransposedLeft(
                    features, 2 * hidden, steps, source, features, row + hidden, tile * stride, gradInputWeight, 3 * hidden, true);
                if (gradInput != null)
                {
                    var target = gradInput + (start + item) * steps * features;
                    Gemm.Multiply(steps, features, hidden, row, tile * stride, candidateWeight, target, features, accumulate);
                    Gemm.Multiply(steps, features, 2 * hidden, row + hidden, tile * stride, gateWeight, target, features, true);
                }
            }
        }
    }

    /// <summary>gradU += h' (gradients of the gates that U feeds), over the steps of each sequence.</summary>
    static void AccumulateStateWeight(
        int tile, GruShape shape, float* initialState, float* output, float* gates, float* gradStateWeight)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);

        // U feeds r, z and h Un in PyTorch's form; in the papers' form h reaches r and z only, and r h feeds the candidate.
        var width = shape.Form == GruForm.Torch ? 3 * hidden : 2 * hidden;
        if (initialState != null && steps > 0)
        {
            Gemm.MultiplyTransposedLeft(
                hidden, width, tile, initialState, hidden, gates + hidden, stride, gradStateWeight, 3 * hidden, true);
        }

        for (nint item = 0; item < tile && steps > 1; item++)
        {
            var second = gates + (tile + item) * stride + hidden;
            Gemm.MultiplyTransposedLeft(
                hidden, width, steps - 1, output + item * steps * hidden, hidden, second, tile * stride, gradStateWeight, 3 * hidden, true);
        }

        if (shape.Form == GruForm.Paper)
        {
            Gemm.MultiplyTransposedLeft(
                hidden, hidden, tile * steps, gates + 3 * hidden, stride, gates, stride, gradStateWeight + 2 * hidden, 3 * hidden, true);
        }
    }

    static int StateForwardLength(GruShape shape) =>
        shape.Form == GruForm.Torch
            ? Gemm.PackedLength(shape.Hidden, 3 * shape.Hidden)
            : Gemm.PackedLength(shape.Hidden, 2 * shape.Hidden) + Gemm.PackedLength(shape.Hidden, shape.Hidden);
}
