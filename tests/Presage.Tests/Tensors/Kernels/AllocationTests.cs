using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class AllocationTests
{
    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void EveryKernel_AfterTheFirstCall_AllocatesNothing(string level)
    {
        using var use = InstructionSets.Use(level);
        var gru = new GruShape(3, 5, 4, 17);
        var paper = gru with { Form = GruForm.Paper };
        var lstm = new LstmShape(3, 5, 4, 17);
        var attention = new AttentionShape(2, 7, 9, 2, 5);
        var adjacency = new AdditiveAdjacencyShape(2, 9, 2, 5);
        var sparse = new SparseRowsShape(2, 9, 4, true, true, AdjacencyNormalization.Symmetric);
        using Operand a = new(20_000, 1), b = new(20_000, 2), c = new(20_000, 3), d = new(20_000, 4), e = new(20_000, 5);
        float* x = a.Start, y = b.Start, z = c.Start, w = d.Start, v = e.Start;

        void All()
        {
            Gemm.MultiplyUnpacked(17, 70, 33, x, 33, y, 70, z, 70, false);
            Gemm.MultiplyTransposedRight(17, 70, 33, x, 33, y, 33, z, 70, false, w);
            Gemm.MultiplyTransposedLeft(17, 70, 33, x, 17, y, 70, z, 70, true);
            Elementwise.Gelu(x, y, 99);
            Elementwise.GeluBackward(x, y, z, 99, true);
            Reductions.Sum(x, 99);
            Rows.BiasActivation(x, 3, 33, 33, y, Activation.Silu, z, 33);
            Rows.Softmax(x, y, 3, 33);
            Rows.LayerNorm(x, y, y, z, w, w + 3, 3, 33, 1e-5f);
            AdamKernel.Adam(x, y, z, w, 99, new AdamStep(1e-3f, 0.9f, 0.999f, 1e-8f, 0, true, 0.1f, 0.001f));
            AttentionKernels.Forward(attention, x, 10, y, 10, z, 10, null, w, 10, v, true, v + 5000);
            AttentionKernels.Backward(attention, x, 10, y, 10, z, 10, v, w, 10, w + 5000, 10, w + 6000, 10, w + 7000, 10, false, false, v + 5000);
            AdditiveAdjacencyKernels.Forward(adjacency, x, y, z, null, w, v);
            AdditiveAdjacencyKernels.Backward(adjacency, x, y, z, null, w, w, y + 5000, false, y + 9000, false, z + 5000, null, v);
            SparseRows.Forward(sparse, x, y, z);
            SparseRows.Backward(sparse, y, z, x, w, false, v);
            Correlation.Pearson(2, 12, 9, x, 0f, 0f, y, z);
            LstmKernels.Forward(lstm, x, y, z, y, y, w, v, true);
            LstmKernels.Backward(lstm, x, y, z, w, v, w, x, true, y, z, z, z + 1000, z + 2000);
            foreach (var shape in stackalloc[] { gru, paper })
            {
                GruKernels.PackForward(shape, y, y, z);
                GruKernels.Forward(shape, x, z, y, y, null, w, v, true);
                GruKernels.PackBackward(shape, y, y, z);
                GruKernels.Backward(shape, x, z, null, w, v, w, null, null, false, y, y + 5000, y + 9000, y + 9500, null, x + 5000);
            }
        }

        All();
        var before = GC.GetAllocatedBytesForCurrentThread();
        All();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
