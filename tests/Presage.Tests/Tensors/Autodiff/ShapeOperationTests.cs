using Presage.Tensors.Autodiff;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class ShapeOperationTests
{
    static readonly NaiveArray X = NaiveArray.Random(3, 2, 5, 7);

    [Fact]
    public void Permute_AnyOrderOfUpToSixAxes_MovesEveryNumber()
    {
        var random = new SeededRandom(11);
        for (var round = 0; round < 100; round++)
        {
            var rank = 1 + random.NextInt32(6);
            var sizes = Enumerable.Range(0, rank).Select(_ => 1 + random.NextInt32(rank < 4 ? 40 : 6)).ToArray();
            var axes = Enumerable.Range(0, rank).ToArray();
            random.Shuffle(axes);
            var x = NaiveArray.Random(round, sizes);
            var expected = NaiveArray.Build([.. axes.Select(axis => sizes[axis])], index =>
            {
                var source = new int[rank];
                for (var place = 0; place < rank; place++)
                {
                    source[axes[place]] = index[place];
                }

                return x[source];
            });
            Evaluate.AssertEqual(expected, t => t[0].Permute(axes), [x], tolerance: 0);
        }
    }

    [Fact]
    public void Transpose_TwoAxes_ExchangesThem() =>
        Same(NaiveArray.Build([2, 7, 5], i => X[i[0], i[2], i[1]]), x => x.Transpose(-1, 1));

    [Fact]
    public void Slice_RangesAndSteps_TakesThem()
    {
        Same(NaiveArray.Build([2, 3, 7], i => X[i[0], i[1] + 1, i[2]]), x => x.Slice(1, 1, 4));
        Same(NaiveArray.Build([2, 2, 7], i => X[i[0], i[1] + 3, i[2]]), x => x.Slice(1, ^2..));
        Same(NaiveArray.Build([2, 4, 7], i => X[i[0], i[1], i[2]]), x => x.Slice(1, 0, -1));
        Same(NaiveArray.Build([2, 5, 3], i => X[i[0], i[1], 3 * i[2]]), x => x.Slice(-1, 0, 7, step: 3));
        Same(NaiveArray.Build([1, 5, 7], i => X[1, i[1], i[2]]), x => x.Slice(0, 1, 2));
    }

    [Fact]
    public void Concat_AnyAxis_PutsOneAfterAnother()
    {
        Same(NaiveArray.Build([2, 10, 7], i => X[i[0], i[1] % 5, i[2]]), x => Tensor.Concat(1, x, x));
        Same(
            NaiveArray.Build([2, 5, 9], i => i[2] < 7 ? X[i[0], i[1], i[2]] : X[i[0], i[1], i[2] - 7]),
            x => Tensor.Concat(-1, x, x.Slice(2, 0, 2)));
        Same(X, x => Tensor.Concat(0, x));
    }

    [Fact]
    public void Stack_AnyPlace_AddsAnAxis()
    {
        Same(NaiveArray.Build([2, 3, 5, 7], i => X[i[0], i[2], i[3]]), x => Tensor.Stack(1, x, x, x));
        Same(NaiveArray.Build([2, 5, 7, 2], i => X[i[0], i[1], i[2]] * (i[3] == 0 ? 1 : 2)), x => Tensor.Stack(-1, x, x * 2f));
    }

    [Fact]
    public void Repeat_AnAxis_RepeatsEachPlaceInARow()
    {
        Same(NaiveArray.Build([2, 15, 7], i => X[i[0], i[1] / 3, i[2]]), x => x.Repeat(1, 3));
        Same(NaiveArray.Build([2, 5, 14], i => X[i[0], i[1], i[2] / 2]), x => x.Repeat(-1, 2));
    }

    [Fact]
    public void Expand_ToAShape_RepeatsMissingAxesAndThoseOfSizeOne()
    {
        var x = NaiveArray.Random(4, 3, 1, 5);
        Evaluate.AssertEqual(
            NaiveArray.Build([2, 3, 4, 5], i => x[i[1], 0, i[3]]), t => t[0].Expand(new Shape(2, 3, 4, 5)), [x], tolerance: 0);
        Assert.Throws<ArgumentException>(() => Evaluate.Values(t => t[0].Expand(new Shape(2, 3, 4, 1)), x));
    }

    [Fact]
    public void Pad_EachMode_FillsTheNewPlaces()
    {
        Same(NaiveArray.Build([2, 8, 7], i => i[1] is >= 2 and < 7 ? X[i[0], i[1] - 2, i[2]] : 4), x => x.Pad(1, 2, 1, constant: 4f));
        Same(NaiveArray.Build([2, 8, 7], i => X[i[0], Math.Clamp(i[1] - 2, 0, 4), i[2]]), x => x.Pad(1, 2, 1, PadMode.Replicate));
        Same(NaiveArray.Build([2, 8, 7], i => X[i[0], (i[1] + 3) % 5, i[2]]), x => x.Pad(1, 2, 1, PadMode.Circular));
    }

    [Fact]
    public void Flip_AnAxis_ReversesIt() => Same(NaiveArray.Build([2, 5, 7], i => X[i[0], 4 - i[1], i[2]]), x => x.Flip(1));

    [Fact]
    public void Gather_PlacesInAnyOrder_TakesThem()
    {
        int[] places = [4, 4, 0, 1, 2];
        Same(NaiveArray.Build([2, 5, 7], i => X[i[0], places[i[1]], i[2]]), x => x.Gather(1, places));
    }

    [Fact]
    public void GatherRows_IndicesOfAnyShape_TakesRows()
    {
        var table = NaiveArray.Random(5, 4, 3);
        var indices = NaiveArray.Of([0, 3, 1, 1, 2, 3], 2, 3);
        Evaluate.AssertEqual(
            NaiveArray.Build([2, 3, 3], i => table[(int)indices[i[0], i[1]], i[2]]),
            t => t[0].GatherRows(t[1]), [table, indices], tolerance: 0);
    }

    [Theory]
    [InlineData(4f)]
    [InlineData(-1f)]
    [InlineData(float.NaN)]
    public void GatherRows_IndexOutsideTheTable_ThrowsNamingIt(float index)
    {
        var error = Assert.Throws<ArgumentException>(
            () => Evaluate.Values(t => t[0].GatherRows(t[1]), NaiveArray.Random(5, 4, 3), NaiveArray.Of([index], 1)));
        Assert.Contains("4 rows", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Reshape_WithAnOpenSize_FollowsFromTheOthers()
    {
        var y = NaiveArray.Of(X.ToSingle(), 10, 7);
        Same(y, x => x.Reshape(-1, 7));
        Same(y, x => x.Reshape(10, -1));
    }

    [Theory]
    [InlineData("reshape", "70 values, not 60")]
    [InlineData("reshape open", "70 is not a multiple of 4")]
    [InlineData("slice", "Slice: 3 to 3 by 1 of axis 1 in [2, 5, 7]")]
    [InlineData("slice beyond", "Slice: 0 to 6 by 1 of axis 1 in [2, 5, 7]")]
    [InlineData("permute", "Permute: [2, 5, 7] by [0, 0, 1]")]
    [InlineData("concat", "Concat: [2, 5, 7] and [2, 5, 6] differ beside axis 1")]
    [InlineData("axis", "no axis 3")]
    [InlineData("gather", "place 5 of axis 1")]
    public void Shapes_ThatDoNotFit_AreNamed(string operation, string expected)
    {
        var error = Assert.Throws<ArgumentException>(() => Evaluate.Values(
            t => operation switch
            {
                "reshape" => t[0].Reshape(10, 6),
                "reshape open" => t[0].Reshape(4, -1),
                "slice" => t[0].Slice(1, 3, 3),
                "slice beyond" => t[0].Slice(1, 0, 6),
                "permute" => t[0].Permute(0, 0, 1),
                "concat" => Tensor.Concat(1, t[0], t[0].Slice(2, 0, 6)),
                "axis" => t[0].Sum(3),
                _ => t[0].Gather(1, 0, 5),
            },
            X));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    static void Same(NaiveArray expected, Func<Tensor, Tensor> function)
    {
        foreach (var level in InstructionSets.All)
        {
            using var _ = InstructionSets.Use(level);
            Evaluate.AssertEqual(expected, t => function(t[0]), [X], tolerance: 0);
        }
    }
}
