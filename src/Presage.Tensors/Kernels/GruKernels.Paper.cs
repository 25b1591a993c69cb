namespace Presage.Tensors.Kernels;

// The papers' form is run by simple loops over the elementwise kernels: it serves comparisons, not speed.
static unsafe partial class GruKernels
{
    static void AdvancePaper(
        int tile, GruShape shape, float* stateWeight, float* bias, float* gates, float* state, bool hasInitialState, float* output)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        var candidateWeight = stateWeight + Gemm.PackedLength(hidden, 2 * hidden);
        for (nint step = 0; step < steps; step++)
        {
            var rows = gates + step * tile * stride;
            var hasState = step > 0 || hasInitialState;
            if (hasState)
            {
                Gemm.Multiply(tile, 2 * hidden, hidden, state, hidden, stateWeight, rows + hidden, stride, true);
            }

            Rows.BiasActivation(rows + hidden, tile, 2 * hidden, stride, bias, Activation.Sigmoid, null, 0);
            for (nint item = 0; item < tile; item++)
            {
                var row = rows + item * stride;
                Elementwise.Multiply(row + hidden, state + item * hidden, row + 3 * hidden, hidden);
            }

            if (hasState)
            {
                Gemm.Multiply(tile, hidden, hidden, rows + 3 * hidden, stride, candidateWeight, rows, stride, true);
            }

            Rows.BiasActivation(rows, tile, hidden, stride, bias + 2 * hidden, Activation.Tanh, null, 0);
            for (nint item = 0; item < tile; item++)
            {
                // h' = h + z (n - h)
                var row = rows + item * stride;
                float* current = state + item * hidden, next = output + (item * steps + step) * hidden;
                Elementwise.Subtract(row, current, next, hidden);
                Elementwise.MultiplyAdd(row + 2 * hidden, next, current, hidden);
                Elementwise.Copy(current, next, hidden);
            }
        }
    }

    static void RetreatPaper(
        int tile, GruShape shape, float* stateWeight, float* initialState, float* output, float* gates, float* gradOutput,
        float* carry, float* product, float* gradInputBias, float* gradStateBias)
    {
        var (steps, hidden, stride) = (shape.Steps, shape.Hidden, shape.GateStride);
        var candidateWeight = stateWeight + Gemm.PackedLength(2 * hidden, hidden);
        for (nint step = steps - 1; step >= 0; step--)
        {
            var rows = gates + step * tile * stride;
            for (nint item = 0; item < tile; item++)
            {
                float* row = rows + item * stride, grad = carry + item * hidden, previous = Previous(item, step);
                if (gradOutput != null)
                {
                    Elementwise.Accumulate(gradOutput + (item * steps + step) * hidden, grad, hidden);
                }

                for (var j = 0; j < hidden; j++)
                {
                    var (n, z, h) = (row[j], row[2 * hidden + j], previous == null ? 0 : previous[j]);
                    row[j] = grad[j] * z * (1 - n * n);
                    row[2 * hidden + j] = grad[j] * (n - h) * z * (1 - z);
                    grad[j] *= 1 - z;
                }
            }

            Gemm.Multiply(tile, hidden, hidden, rows, stride, candidateWeight, product, hidden, false);
            for (nint item = 0; item < tile; item++)
            {
                float* row = rows + item * stride, grad = carry + item * hidden, previous = Previous(item, step);
                for (var j = 0; j < hidden; j++)
                {
                    var (r, h, gradProduct) = (row[hidden + j], previous == null ? 0 : previous[j], product[item * hidden + j]);
                    grad[j] += gradProduct * r;
                    row[hidden + j] = gradProduct * h * r * (1 - r);
                }
            }

            Gemm.Multiply(tile, hidden, 2 * hidden, rows + hidden, stride, stateWeight, carry, hidden, true);
            Reductions.ColumnSum(rows + hidden, tile, 2 * hidden, stride, gradInputBias, true);
            Reductions.ColumnSum(rows, tile, hidden, stride, gradInputBias + 2 * hidden, true);
            Reductions.ColumnSum(rows + hidden, tile, 2 * hidden, stride, gradStateBias, true);
            Reductions.ColumnSum(rows, tile, hidden, stride, gradStateBias + 2 * hidden, true);
        }

        float* Previous(nint item, nint step) =>
            step > 0 ? output + (item * steps + step - 1) * hidden : initialState == null ? null : initialState + item * hidden;
    }
}
