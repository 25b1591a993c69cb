using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class AttentionKernelsTests
{
    public static TheoryData<string, int, int, int, int, int, bool, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int, int, bool, bool>();
            foreach (var level in Simd.Supported.Select(level => level.ToString()))
            {
                data.Add(level, 1, 1, 1, 1, 1, false, false);
                data.Add(level, 2, 5, 7, 3, 5, false, true);
                data.Add(level, 2, 13, 13, 2, 4, true, false);
                data.Add(level, 1, 100, 61, 2, 16, false, false);
                data.Add(level, 1, 97, 97, 1, 20, true, true);
                data.Add(level, 3, 33, 96, 4, 16, false, true);
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndBackward_AnyShape_EqualTheReference(
        string level, int batch, int queries, int keys, int heads, int width, bool causal, bool masked)
    {
        using var use = InstructionSets.Use(level);
        var shape = new AttentionShape(batch, queries, keys, heads, width, causal);
        var columns = heads * width;
        using Operand q = new(batch * queries * columns, 1, 2), k = new(batch * keys * columns, 2, 2), v = new(batch * keys * columns, 3);
        using Operand mask = new(batch * keys, 4), output = new(q.Length, 5), gradOutput = new(q.Length, 6);
        using Operand saved = new(AttentionKernels.SavedLength(shape, true), 7), scratch = new(AttentionKernels.ForwardScratchLength(shape), 8);
        using Operand scratchBack = new(AttentionKernels.BackwardScratchLength(shape), 9);
        using Operand gradQ = new(q.Length, 10), gradK = new(k.Length, 11), gradV = new(v.Length, 12);
        for (var i = 0; i < mask.Length; i++)
        {
            mask.Start[i] = i % keys == 0 || mask.Start[i] > 0 ? 1 : 0; // The first key stays, or a causal row would see none.
        }

        var reference = new AttentionReference(shape, q.ToDoubles(), k.ToDoubles(), v.ToDoubles(), masked ? mask.ToDoubles() : null);
        reference.Backward(gradOutput.ToDoubles());

        AttentionKernels.Forward(
            shape, q.Start, columns, k.Start, columns, v.Start, columns, masked ? mask.Start : null, output.Start, columns,
            saved.Start, true, scratch.Start);

        output.AssertNear("output", reference.Output, new double[output.Length]);
        saved.AssertNear("probabilities", reference.Probabilities, new double[saved.Length]);
        foreach (var accumulate in new[] { true, false })
        {
            var before = new[] { gradQ, gradK, gradV }.Select(o => accumulate ? o.ToDoubles() : new double[o.Length]).ToArray();
            AttentionKernels.Backward(
                shape, q.Start, columns, k.Start, columns, v.Start, columns, saved.Start, gradOutput.Start, columns,
                gradQ.Start, columns, gradK.Start, columns, gradV.Start, columns, accumulate, accumulate, scratchBack.Start);
            gradQ.AssertNear("q", reference.GradQ, before[0]);
            gradK.AssertNear("k", reference.GradK, before[1]);
            gradV.AssertNear("v", reference.GradV, before[2]);
        }
    }

    [Fact]
    public void Forward_PackedQkvAndProbabilitiesNotKept_EqualsTheReference()
    {
        var shape = new AttentionShape(2, 50, 50, 2, 8);
        const int Columns = 16, Stride = 3 * Columns, OutputStride = Columns + 4;
        using Operand packed = new(2 * 50 * Stride, 1), saved = new(AttentionKernels.SavedLength(shape, false), 2);
        using Operand scratch = new(AttentionKernels.ForwardScratchLength(shape), 3), output = new(2 * 50 * OutputStride, 4);
        var values = packed.ToDoubles();
        double[] Part(int part) => [.. values.Where((_, i) => i % Stride / Columns == part)];
        var gap = output.Start[Columns];

        AttentionKernels.Forward(
            shape, packed.Start, Stride, packed.Start + Columns, Stride, packed.Start + 2 * Columns, Stride, null,
            output.Start, OutputStride, saved.Start, false, scratch.Start);

        var expected = new AttentionReference(shape, Part(0), Part(1), Part(2), null).Output;
        for (var i = 0; i < expected.Length; i++)
        {
            Assert.Equal(expected[i], output.Start[i / Columns * OutputStride + i % Columns], 1e-6);
        }

        Assert.Equal(gap, output.Start[Columns]);
    }

    [Fact]
    public void Forward_EveryKeyMasked_GivesZeros()
    {
        var shape = new AttentionShape(1, 2, 3, 1, 4);
        using Operand q = new(8, 1), k = new(12, 2), v = new(12, 3), mask = new(3, 4, 0), output = new(8, 5);
        using Operand saved = new(AttentionKernels.SavedLength(shape, true), 6), scratch = new(AttentionKernels.ForwardScratchLength(shape), 7);

        AttentionKernels.Forward(shape, q.Start, 4, k.Start, 4, v.Start, 4, mask.Start, output.Start, 4, saved.Start, true, scratch.Start);

        Assert.All(output.ToDoubles(), value => Assert.Equal(0, value));
    }
}
