using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class SparseRowsTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    public static TheoryData<string, string> LevelsAndContents
    {
        get
        {
            var data = new TheoryData<string, string>();
            foreach (var level in Simd.Supported.Select(level => level.ToString()))
            {
                foreach (var content in new[] { "signed", "positive", "ties", "constant", "zero", "isolated", "tiny" })
                {
                    data.Add(level, content);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(LevelsAndContents))]
    public void ForwardAndBackward_EveryOption_EqualTheReference(string level, string content)
    {
        using var use = InstructionSets.Use(level);
        foreach (var nodes in new[] { 1, 2, 5, 16, 17, 37 })
        {
            foreach (var keep in new[] { 0, 1, (nodes + 1) / 2, nodes - 1, nodes })
            {
                foreach (var normalization in Enum.GetValues<AdjacencyNormalization>())
                {
                    foreach (var (competes, loops) in new[] { (false, true), (false, false), (true, true), (true, false) })
                    {
                        Compare(new SparseRowsShape(2, nodes, keep, competes, loops, normalization), content);
                    }
                }
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Forward_EqualEntries_KeepsThoseThatStandFirst(string level)
    {
        using var use = InstructionSets.Use(level);
        var shape = new SparseRowsShape(1, 4, 2, false, false, AdjacencyNormalization.None);
        using Operand output = new(16, 1), saved = new((int)SparseRows.SavedLength(shape), 2);
        using var input = new GuardedFloats(16);
        var start = input.Take([7, 1, 1, 1, 2, 7, 2, 2, 1, 3, 7, 1, 0, 0, -1, 7]);

        SparseRows.Forward(shape, start, output.Start, saved.Start);

        Assert.Equal([0, 1, 1, 0, 2, 0, 2, 0, 1, 3, 0, 0, 0, 0, 0, 0], output.ToDoubles());
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Forward_NaN_IsSeenInItsRow(string level)
    {
        using var use = InstructionSets.Use(level);
        var shape = new SparseRowsShape(1, 5, 2, false, true, AdjacencyNormalization.Rows);
        using Operand input = new(25, 1), output = new(25, 2), saved = new((int)SparseRows.SavedLength(shape), 3);
        input.Start[1] = float.NaN;
        new Span<float>(input.Start + 10, 5).Fill(float.NaN);

        SparseRows.Forward(shape, input.Start, output.Start, saved.Start);

        Assert.True(double.IsNaN(output.ToDoubles()[1]));
        Assert.True(double.IsNaN(output.ToDoubles()[12]));
        Assert.All(output.ToDoubles()[5..10], value => Assert.True(double.IsFinite(value)));
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Forward_EveryLength_KeepsAsManyAsAsked(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var nodes = 1; nodes <= 257; nodes += nodes < 40 ? 1 : 31)
        {
            var shape = new SparseRowsShape(1, nodes, nodes / 2, false, false, AdjacencyNormalization.None);
            using Operand input = new(nodes * nodes, nodes), output = new(nodes * nodes, 2), saved = new(nodes, 3);
            var reference = new SparseRowsReference(shape, input.ToDoubles());

            SparseRows.Forward(shape, input.Start, output.Start, saved.Start);

            Assert.Equal(reference.Output, output.ToDoubles());
        }
    }

    static void Compare(SparseRowsShape shape, string content)
    {
        var length = shape.Graphs * shape.Nodes * shape.Nodes;
        using Operand input = new(length, 1), output = new(length, 2), saved = new((int)SparseRows.SavedLength(shape), 3);
        using Operand gradOutput = new(length, 4), gradInput = new(length, 5), scratch = new(SparseRows.ScratchLength(shape), 6);
        Fill(input, content, shape.Nodes);
        var reference = new SparseRowsReference(shape, input.ToDoubles());
        SparseRows.Forward(shape, input.Start, output.Start, saved.Start);
        output.AssertNear($"{shape}", reference.Output, new double[length]);
        foreach (var accumulate in new[] { true, false })
        {
            var before = accumulate ? gradInput.ToDoubles() : new double[length];
            SparseRows.Backward(shape, output.Start, saved.Start, gradOutput.Start, gradInput.Start, accumulate, scratch.Start);
            gradInput.AssertNear($"{shape}, gradient", reference.Backward(gradOutput.ToDoubles()), before);
        }
    }

    static void Fill(Operand input, string content, int nodes)
    {
        for (var place = 0; place < input.Length; place++)
        {
            var value = input.Start[place];
            input.Start[place] = content switch
            {
                "positive" => 0.5f + 0.4f * value,
                "ties" => MathF.Round(2 * value),
                "constant" => 0.5f,
                "zero" => 0f,
                "isolated" => place / nodes % 3 == 1 ? 0f : Math.Abs(value),
                "tiny" => 1e-30f * value,
                _ => value,
            };
        }
    }
}
