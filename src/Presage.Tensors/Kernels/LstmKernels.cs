namespace Presage.Tensors.Kernels;

/// <summary>A long short-term memory over whole sequences, forward and backward, in one call each; the state and the cell start at 0.</summary>
/// <remarks>
/// <code>
/// i = sigmoid(x Wi + bi + h Ui + ci)          input gate
/// f = sigmoid(x Wf + bf + h Uf + cf)          forget gate
/// g = tanh(x Wg + bg + h Ug + cg)             candidate
/// o = sigmoid(x Wo + bo + h Uo + co)          output gate
/// s' = f s + i g,  h' = o tanh(s')            cell and state
/// </code>
/// Weights are W[F, 4D] and U[D, 4D] with the columns of i, f, g and o in this order, biases b[4D] and c[4D]. Sequences advance in tiles as in
/// <see cref="GruKernels"/>; a row of gates is [i | f | g | o | s'], a tile [T, tile, GateStride], and the backward pass leaves the gradients of
/// the gates in their place.
/// </remarks>
static unsafe partial class LstmKernels
{
    /// <summary>Floats that <see cref="Forward"/> needs beside its output: the gates of all sequences if a backward pass
    /// follows, those of one tile if not.</summary>
    public static int SavedLength(LstmShape shape, bool keepGates)
    {
        var rows = (keepGates ? shape.Batch : shape.Tile) * shape.Steps;
        return checked(rows * shape.GateStride + shape.Tile * shape.Hidden + 4 * shape.Hidden);
    }

    /// <summary>Floats that <see cref="Backward"/> needs for itself.</summary>
    public static int ScratchLength(LstmShape shape) => checked(2 * shape.Tile * shape.Hidden);

    /// <summary>Runs the unit over all sequences.</summary>
    /// <param name="shape">The sizes and the direction.</param>
    /// <param name="x">[B, T, F].</param>
    /// <param name="inputWeight">W, packed by <see cref="Gemm.Pack"/>.</param>
    /// <param name="stateWeight">U, packed likewise.</param>
    /// <param name="inputBias">b[4D].</param>
    /// <param name="stateBias">c[4D].</param>
    /// <param name="output">[B, T, D], the state after each step, each at its own step in either direction.</param>
    /// <param name="saved">SavedLength floats.</param>
    /// <param name="keepGates">Whether <see cref="Backward"/> follows.</param>
    public static void Forward(
        LstmShape shape, float* x, float* inputWeight, float* stateWeight, float* inputBias, float* stateBias, float* output, float* saved,
        bool keepGates)
    {
        var (steps, features, hidden, stride) = (shape.Steps, shape.Features, shape.Hidden, shape.GateStride);
        var rows = (nint)(keepGates ? shape.Batch : shape.Tile) * steps;
        var state = saved + rows * stride;
        var bias = state + shape.Tile * hidden;
        Elementwise.Add(inputBias, stateBias, bias, 4 * hidden);
        for (nint start = 0; start < shape.Batch; start += shape.Tile)
        {
            var tile = Math.Min(shape.Tile, (int)(shape.Batch - start));
            var gates = saved + (keepGates ? start * steps * stride : 0);
            for (var item = 0; item < tile; item++)
            {
                var source = x + (start + item) * steps * features;
                Gemm.Multiply(steps, 4 * hidden, features, source, features, inputWeight, gates + item * stride, tile * stride, false);
            }

            Advance(tile, shape, stateWeight, bias, gates, state, output + start * steps * hidden);
        }
    }

    /// <summary>The gradients of <see cref="Forward"/> with the gates kept, which this overwrites.</summary>
    /// <param name="shape">The sizes and the direction.</param>
    /// <param name="x">[B, T, F], the input.</param>
    /// <param name="inputWeight">W, packed by <see cref="Gemm.PackTransposed"/>; read only where gradInput is asked for.</param>
    /// <param name="stateWeight">U, packed likewise.</param>
    /// <param name="output">[B, T, D], the result of the forward pass.</param>
    /// <param name="saved">What the forward pass saved; consumed.</param>
    /// <param name="gradOutput">[B, T, D].</param>
    /// <param name="gradInput">[B, T, F], or null if nobody asks.</param>
    /// <param name="accumulate">Whether gradInput is added to or overwritten.</param>
    /// <param name="gradInputWeight">[F, 4D], added to.</param>
    /// <param name="gradStateWeight">[D, 4D], added to.</param>
    /// <param name="gradInputBias">[4D], added to.</param>
    /// <param name="gradStateBias">[4D], added to.</param>
    /// <param name="scratch">ScratchLength floats.</param>
    public static void Backward(
        LstmShape shape, float* x, float* inputWeight, float* stateWeight, float* output, float* saved, float* gradOutput, float* gradInput,
        bool accumulate, float* gradInputWeight, float* gradStateWeight, float* gradInputBias, float* gradStateBias, float* scratch)
    {
        var (steps, features, hidden, stride) = (shape.Steps, shape.Features, shape.Hidden, shape.GateStride);
        for (nint start = 0; start < shape.Batch; start += shape.Tile)
        {
            var tile = Math.Min(shape.Tile, (int)(shape.Batch - start));
            var gates = saved + start * steps * stride;
            var result = output + start * steps * hidden;
            Retreat(tile, shape, stateWeight, gates, gradOutput + start * steps * hidden, scratch, gradInputBias, gradStateBias);
            for (var item = 0; item < tile; item++)
            {
                var source = x + (start + item) * steps * features;
                var row = gates + item * stride;
                AccumulateStateWeight(shape, result + item * steps * hidden, row, tile * stride, gradStateWeight);
                Gemm.MultiplyTransposedLeft(
                    features, 4 * hidden, steps, source, features, row, tile * stride, gradInputWeight, 4 * hidden, true);
                if (gradInput != null)
                {
                    var target = gradInput + (start + item) * steps * features;
                    Gemm.Multiply(steps, features, 4 * hidden, row, tile * stride, inputWeight, target, features, accumulate);
                }
            }
        }
    }

    /// <summary>gradU += h' (gradients of the gates of the step that follows), over the steps of one sequence.</summary>
    static void AccumulateStateWeight(LstmShape shape, float* output, float* gates, int gateStride, float* gradStateWeight)
    {
        if (shape.Steps < 2)
        {
            return;
        }

        var hidden = shape.Hidden;
        var states = shape.Reversed ? output + hidden : output;
        var following = shape.Reversed ? gates : gates + gateStride;
        Gemm.MultiplyTransposedLeft(
            hidden, 4 * hidden, shape.Steps - 1, states, hidden, following, gateStride, gradStateWeight, 4 * hidden, true);
    }
}
