using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class LstmKernelsTests
{
    public static TheoryData<string, int, int, int, int, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int, bool>();
            foreach (var level in Simd.Supported.Select(level => level.ToString()))
            {
                foreach (var reversed in new[] { false, true })
                {
                    data.Add(level, 1, 1, 1, 1, reversed);
                    data.Add(level, 2, 3, 5, 7, reversed);
                    data.Add(level, 3, 9, 4, 16, reversed);
                    data.Add(level, 17, 5, 20, 20, reversed);
                    data.Add(level, 60, 4, 3, 33, reversed);
                    data.Add(level, 9, 100, 2, 48, reversed);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndBackward_AnyShape_EqualTheReference(string level, int batch, int steps, int features, int hidden, bool reversed)
    {
        using var use = InstructionSets.Use(level);
        var shape = new LstmShape(batch, steps, features, hidden, reversed);
        var (columns, scale) = (4 * hidden, 1 / MathF.Sqrt(hidden));
        using Operand x = new(batch * steps * features, 1), inputWeight = new(features * columns, 2, scale);
        using Operand stateWeight = new(hidden * columns, 3, scale), inputBias = new(columns, 4), stateBias = new(columns, 5);
        using Operand gradOutput = new(batch * steps * hidden, 6), output = new(batch * steps * hidden, 7);
        using Operand saved = new(LstmKernels.SavedLength(shape, true), 8), scratch = new(LstmKernels.ScratchLength(shape), 9);
        using Operand packedInput = new(Gemm.PackedLength(features, columns), 10), packedState = new(Gemm.PackedLength(hidden, columns), 11);
        using Operand turnedInput = new(Gemm.PackedLength(columns, features), 12), turnedState = new(Gemm.PackedLength(columns, hidden), 13);
        using Operand gradInput = new(x.Length, 14), gradInputWeight = new(inputWeight.Length, 15), gradStateWeight = new(stateWeight.Length, 16);
        using Operand gradInputBias = new(columns, 17), gradStateBias = new(columns, 18);
        var before = new[] { gradInput, gradInputWeight, gradStateWeight, gradInputBias, gradStateBias }.Select(o => o.ToDoubles()).ToArray();
        var reference = new LstmReference(
            shape, x.ToDoubles(), inputWeight.ToDoubles(), stateWeight.ToDoubles(), inputBias.ToDoubles(), stateBias.ToDoubles());
        reference.Backward(gradOutput.ToDoubles());
        Gemm.Pack(features, columns, inputWeight.Start, columns, packedInput.Start);
        Gemm.Pack(hidden, columns, stateWeight.Start, columns, packedState.Start);
        Gemm.PackTransposed(columns, features, inputWeight.Start, columns, turnedInput.Start);
        Gemm.PackTransposed(columns, hidden, stateWeight.Start, columns, turnedState.Start);

        LstmKernels.Forward(
            shape, x.Start, packedInput.Start, packedState.Start, inputBias.Start, stateBias.Start, output.Start, saved.Start, true);
        output.AssertNear("output", reference.Output, new double[output.Length]);
        LstmKernels.Backward(
            shape, x.Start, turnedInput.Start, turnedState.Start, output.Start, saved.Start, gradOutput.Start, gradInput.Start, true,
            gradInputWeight.Start, gradStateWeight.Start, gradInputBias.Start, gradStateBias.Start, scratch.Start);

        gradInput.AssertNear("input", reference.GradInput, before[0]);
        gradInputWeight.AssertNear("input weight", reference.GradInputWeight, before[1]);
        gradStateWeight.AssertNear("state weight", reference.GradStateWeight, before[2]);
        gradInputBias.AssertNear("input bias", reference.GradBias, before[3]);
        gradStateBias.AssertNear("state bias", reference.GradBias, before[4]);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Forward_GatesNotKept_GivesTheSameOutput(bool reversed)
    {
        var shape = new LstmShape(70, 40, 3, 20, reversed);
        using Operand x = new(70 * 40 * 3, 1), inputWeight = new(3 * 80, 2), stateWeight = new(20 * 80, 3), bias = new(80, 4);
        using Operand packedInput = new(Gemm.PackedLength(3, 80), 5), packedState = new(Gemm.PackedLength(20, 80), 6);
        using Operand kept = new(LstmKernels.SavedLength(shape, true), 7), tile = new(LstmKernels.SavedLength(shape, false), 8);
        using Operand expected = new(70 * 40 * 20, 9), actual = new(70 * 40 * 20, 10);
        Gemm.Pack(3, 80, inputWeight.Start, 80, packedInput.Start);
        Gemm.Pack(20, 80, stateWeight.Start, 80, packedState.Start);

        LstmKernels.Forward(shape, x.Start, packedInput.Start, packedState.Start, bias.Start, bias.Start, expected.Start, kept.Start, true);
        LstmKernels.Forward(shape, x.Start, packedInput.Start, packedState.Start, bias.Start, bias.Start, actual.Start, tile.Start, false);

        Assert.True(tile.Length < kept.Length);
        Assert.Equal(expected.ToDoubles(), actual.ToDoubles());
    }
}
