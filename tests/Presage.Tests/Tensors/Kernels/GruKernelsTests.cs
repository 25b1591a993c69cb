using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class GruKernelsTests
{
    public static TheoryData<string, int, int, int, int, string, bool> Cases
    {
        get
        {
            var data = new TheoryData<string, int, int, int, int, string, bool>();
            foreach (var level in Simd.Supported)
            {
                foreach (var form in Enum.GetNames<GruForm>())
                {
                    data.Add(level.ToString(), 1, 1, 1, 1, form, true);
                    data.Add(level.ToString(), 2, 3, 5, 7, form, false);
                    data.Add(level.ToString(), 3, 9, 4, 16, form, true);
                    data.Add(level.ToString(), 17, 5, 20, 20, form, true);
                    data.Add(level.ToString(), 60, 4, 3, 33, form, false);
                    data.Add(level.ToString(), 9, 150, 2, 64, form, true);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public void ForwardAndBackward_AnyShape_EqualTheReference(
        string level, int batch, int steps, int features, int hidden, string form, bool withInitialState)
    {
        using var use = InstructionSets.Use(level);
        var shape = new GruShape(batch, steps, features, hidden, Enum.Parse<GruForm>(form));
        var scale = 1 / MathF.Sqrt(hidden);
        using Operand x = new(batch * steps * features, 1), inputWeight = new(features * 3 * hidden, 2, scale);
        using Operand stateWeight = new(hidden * 3 * hidden, 3, scale), inputBias = new(3 * hidden, 4), stateBias = new(3 * hidden, 5);
        using Operand initial = new(batch * hidden, 6), gradOutput = new(batch * steps * hidden, 7), gradLast = new(batch * hidden, 8);
        using Operand output = new(batch * steps * hidden, 9), saved = new(GruKernels.SavedLength(shape, true), 10);
        using Operand packed = new(GruKernels.PackedForwardLength(shape), 11), packedBack = new(GruKernels.PackedBackwardLength(shape), 12);
        using Operand scratch = new(GruKernels.ScratchLength(shape), 13), gradInput = new(x.Length, 14);
        using Operand gradInputWeight = new(inputWeight.Length, 15), gradStateWeight = new(stateWeight.Length, 16);
        using Operand gradInputBias = new(3 * hidden, 17), gradStateBias = new(3 * hidden, 18), gradInitial = new(batch * hidden, 19);
        var before = new[] { gradInput, gradInputWeight, gradStateWeight, gradInputBias, gradStateBias }.Select(o => o.ToDoubles()).ToArray();
        var initialState = withInitialState ? initial.Start : null;
        var reference = new GruReference(
            shape, x.ToDoubles(), inputWeight.ToDoubles(), stateWeight.ToDoubles(), inputBias.ToDoubles(), stateBias.ToDoubles(),
            withInitialState ? initial.ToDoubles() : null);
        reference.Backward(gradOutput.ToDoubles(), gradLast.ToDoubles());

        GruKernels.PackForward(shape, inputWeight.Start, stateWeight.Start, packed.Start);
        GruKernels.PackBackward(shape, inputWeight.Start, stateWeight.Start, packedBack.Start);
        GruKernels.Forward(
            shape, x.Start, packed.Start, inputBias.Start, stateBias.Start, initialState, output.Start, saved.Start, true);
        for (var b = 0; b < batch; b++)
        {
            for (var i = 0; i < steps * hidden; i++)
            {
                Assert.Equal(reference.State[b, i / hidden + 1, i % hidden], output.Start[b * steps * hidden + i], 2e-6);
            }
        }

        GruKernels.Backward(
            shape, x.Start, packedBack.Start, initialState, output.Start, saved.Start, gradOutput.Start, gradLast.Start,
            gradInput.Start, true, gradInputWeight.Start, gradStateWeight.Start, gradInputBias.Start, gradStateBias.Start,
            gradInitial.Start, scratch.Start);

        gradInput.AssertNear("input", reference.GradInput, before[0]);
        gradInputWeight.AssertNear("input weight", reference.GradInputWeight, before[1]);
        gradStateWeight.AssertNear("state weight", reference.GradStateWeight, before[2]);
        gradInputBias.AssertNear("input bias", reference.GradInputBias, before[3]);
        gradStateBias.AssertNear("state bias", reference.GradStateBias, before[4]);
        gradInitial.AssertNear("initial state", reference.GradInitialState, new double[batch * hidden]);
    }

    [Theory]
    [InlineData(nameof(GruForm.Torch))]
    [InlineData(nameof(GruForm.Paper))]
    public void Forward_GatesNotKept_GivesTheSameOutput(string form)
    {
        var shape = new GruShape(70, 40, 3, 20, Enum.Parse<GruForm>(form));
        using Operand x = new(70 * 40 * 3, 1), inputWeight = new(3 * 60, 2), stateWeight = new(20 * 60, 3), bias = new(60, 4);
        using Operand packed = new(GruKernels.PackedForwardLength(shape), 5), kept = new(GruKernels.SavedLength(shape, true), 6);
        using Operand tile = new(GruKernels.SavedLength(shape, false), 7), expected = new(70 * 40 * 20, 8), actual = new(70 * 40 * 20, 9);
        GruKernels.PackForward(shape, inputWeight.Start, stateWeight.Start, packed.Start);

        GruKernels.Forward(shape, x.Start, packed.Start, bias.Start, bias.Start, null, expected.Start, kept.Start, true);
        GruKernels.Forward(shape, x.Start, packed.Start, bias.Start, bias.Start, null, actual.Start, tile.Start, false);

        Assert.True(tile.Length < kept.Length);
        Assert.Equal(expected.ToDoubles(), actual.ToDoubles());
    }

    [Theory]
    [InlineData(nameof(GruForm.Torch))]
    [InlineData(nameof(GruForm.Paper))]
    public void Backward_OnlyTheLastStateHasAGradient_EqualsZeroOutputGradients(string form)
    {
        var shape = new GruShape(3, 6, 2, 5, Enum.Parse<GruForm>(form));
        using Operand x = new(3 * 6 * 2, 1), inputWeight = new(2 * 15, 2), stateWeight = new(5 * 15, 3), bias = new(15, 4), last = new(15, 5);
        using Operand packed = new(GruKernels.PackedForwardLength(shape), 5), packedBack = new(GruKernels.PackedBackwardLength(shape), 6);
        using Operand output = new(3 * 6 * 5, 7), zeros = new(3 * 6 * 5, 8, 0), scratch = new(GruKernels.ScratchLength(shape), 9);
        GruKernels.PackForward(shape, inputWeight.Start, stateWeight.Start, packed.Start);
        GruKernels.PackBackward(shape, inputWeight.Start, stateWeight.Start, packedBack.Start);

        double[] Gradients(float* gradOutput)
        {
            using Operand saved = new(GruKernels.SavedLength(shape, true), 10), gradients = new(30 + 75 + 15 + 15, 11, 0);
            GruKernels.Forward(shape, x.Start, packed.Start, bias.Start, bias.Start, null, output.Start, saved.Start, true);
            var target = gradients.Start;
            GruKernels.Backward(
                shape, x.Start, packedBack.Start, null, output.Start, saved.Start, gradOutput, last.Start, null, false,
                target, target + 30, target + 105, target + 120, null, scratch.Start);
            return gradients.ToDoubles();
        }

        var expected = Gradients(zeros.Start);
        Assert.Contains(expected, value => value != 0);
        Assert.Equal(expected, Gradients(null));
    }

    [Fact]
    public void Tile_ManyShapes_CoversTheBatchInEvenTiles()
    {
        foreach (var (batch, steps, hidden) in new[] { (1, 48, 64), (32, 96, 64), (512, 48, 64), (5, 1, 1), (1000, 1, 8) })
        {
            var shape = new GruShape(batch, steps, 4, hidden);
            Assert.InRange(shape.Tile, 1, Math.Min(batch, 48));
            Assert.True(shape.GateStride >= 4 * hidden && shape.GateStride / 16 % 2 == 1);
        }
    }
}
