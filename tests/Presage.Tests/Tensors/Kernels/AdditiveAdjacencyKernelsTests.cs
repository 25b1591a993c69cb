using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class AdditiveAdjacencyKernelsTests
{
    public static TheoryData<string, int, int, int, int, bool, float> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int, bool, float>();
            foreach (var level in Simd.Supported.Select(level => level.ToString()))
            {
                data.Add(level, 1, 1, 1, 1, false, 1);
                data.Add(level, 2, 2, 1, 3, true, 2);
                data.Add(level, 3, 7, 2, 5, false, 2);
                data.Add(level, 1, 16, 4, 16, true, 1);
                data.Add(level, 2, 35, 1, 16, false, 3);
                data.Add(level, 1, 67, 3, 4, true, 0.01f);
                data.Add(level, 1, 19, 2, 6, false, 60);
            }

            return data;
        }
    }

    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndBackward_AnyShape_EqualTheReference(
        string level, int graphs, int nodes, int heads, int width, bool biased, float scale)
    {
        using var use = InstructionSets.Use(level);
        var shape = new AdditiveAdjacencyShape(graphs, nodes, heads, width);
        using Operand u = new(graphs * nodes * shape.Columns, 1, scale), v = new(u.Length, 2, scale);
        using Operand weight = new(shape.Columns, 3), bias = new(heads, 4), output = new(graphs * nodes * nodes, 5), gradOutput = new(output.Length, 6);
        using Operand scratch = new(AdditiveAdjacencyKernels.ForwardScratchLength(shape), 7);
        using Operand scratchBack = new(AdditiveAdjacencyKernels.BackwardScratchLength(shape), 8);
        using Operand gradU = new(u.Length, 9), gradV = new(v.Length, 10), gradWeight = new(weight.Length, 11), gradBias = new(heads, 12);
        var reference = new AdditiveAdjacencyReference(
            shape, u.ToDoubles(), v.ToDoubles(), weight.ToDoubles(), biased ? bias.ToDoubles() : null);
        reference.Backward(gradOutput.ToDoubles());

        AdditiveAdjacencyKernels.Forward(shape, u.Start, v.Start, weight.Start, biased ? bias.Start : null, output.Start, scratch.Start);

        output.AssertNear("output", reference.Output, new double[output.Length]);
        foreach (var accumulate in new[] { true, false })
        {
            var before = new[] { gradU, gradV }.Select(o => accumulate ? o.ToDoubles() : new double[o.Length]).ToArray();
            var (weightBefore, biasBefore) = (gradWeight.ToDoubles(), gradBias.ToDoubles());
            AdditiveAdjacencyKernels.Backward(
                shape, u.Start, v.Start, weight.Start, biased ? bias.Start : null, output.Start, gradOutput.Start,
                gradU.Start, accumulate, gradV.Start, accumulate, gradWeight.Start, biased ? gradBias.Start : null, scratchBack.Start);
            gradU.AssertNear("u", reference.GradU, before[0]);
            gradV.AssertNear("v", reference.GradV, before[1]);
            gradWeight.AssertNear("weight", reference.GradWeight, weightBefore);
            gradBias.AssertNear("bias", biased ? reference.GradBias : new double[heads], biasBefore);
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Forward_HugeFeatures_StayFiniteAndPassNoGradient(string level)
    {
        using var use = InstructionSets.Use(level);
        var shape = new AdditiveAdjacencyShape(1, 3, 1, 2);
        using Operand u = new(6, 1, 1e30f), v = new(6, 2, 1e30f), weight = new(2, 3), output = new(9, 4), gradOutput = new(9, 5);
        using Operand gradU = new(6, 6), gradV = new(6, 7), gradWeight = new(2, 8);
        using Operand scratch = new(AdditiveAdjacencyKernels.ForwardScratchLength(shape), 9);
        using Operand scratchBack = new(AdditiveAdjacencyKernels.BackwardScratchLength(shape), 10);

        AdditiveAdjacencyKernels.Forward(shape, u.Start, v.Start, weight.Start, null, output.Start, scratch.Start);
        AdditiveAdjacencyKernels.Backward(
            shape, u.Start, v.Start, weight.Start, null, output.Start, gradOutput.Start,
            gradU.Start, false, gradV.Start, false, gradWeight.Start, null, scratchBack.Start);

        Assert.All(output.ToDoubles(), value => Assert.InRange(value, 0, 1));
        Assert.All(gradWeight.ToDoubles(), value => Assert.True(double.IsFinite(value)));
        Assert.All([.. gradU.ToDoubles(), .. gradV.ToDoubles()], value => Assert.Equal(0, value));
    }
}
