using Presage.Tensors.Autodiff;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class ReductionTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Reductions_AnyAxis_AgreeWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        var x = NaiveArray.Random(1, 3, 5, 19);
        Evaluate.AssertEqual(Over(x, 0, [5, 19], values => values.Sum()), t => t[0].Sum(0), [x]);
        Evaluate.AssertEqual(Over(x, 1, [3, 19], values => values.Sum()), t => t[0].Sum(1), [x]);
        Evaluate.AssertEqual(Over(x, 2, [3, 5], values => values.Sum()), t => t[0].Sum(-1), [x]);
        Evaluate.AssertEqual(Over(x, 1, [3, 1, 19], values => values.Average()), t => t[0].Mean(1, keepAxis: true), [x]);
        Evaluate.AssertEqual(Over(x, 2, [3, 5], values => values.Average()), t => t[0].Mean(axis: 2), [x]);
        Evaluate.AssertEqual(Over(x, 1, [3, 19], values => values.Max()), t => t[0].Max(1), [x]);
        Evaluate.AssertEqual(Over(x, 2, [3, 5, 1], values => values.Max()), t => t[0].Max(2, keepAxis: true), [x]);
        Evaluate.AssertEqual(Over(x, 1, [3, 19], Variance), t => t[0].Variance(1), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([1], _ => x.Values.Sum()), t => t[0].Sum(), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([1], _ => x.Values.Average()), t => t[0].Mean(), [x]);
        Evaluate.AssertEqual(NaiveArray.Build([1], _ => x.Values.Max()), t => t[0].Max(), [x]);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void CumulativeSum_AnyAxis_AgreesWithFloat64(string level)
    {
        using var _ = InstructionSets.Use(level);
        var x = NaiveArray.Random(1, 3, 5, 19);
        Evaluate.AssertEqual(
            NaiveArray.Build(x.Sizes, i => Enumerable.Range(0, i[1] + 1).Sum(step => x[i[0], step, i[2]])),
            t => t[0].CumulativeSum(1), [x]);
        Evaluate.AssertEqual(
            NaiveArray.Build(x.Sizes, i => Enumerable.Range(0, i[2] + 1).Sum(step => x[i[0], i[1], step])),
            t => t[0].CumulativeSum(-1), [x]);
    }

    [Fact]
    public void Sum_OfAMillion_KeepsFloat32Precision()
    {
        var x = NaiveArray.Build([1 << 20], _ => 0.1f);
        Evaluate.AssertEqual(NaiveArray.Build([1], _ => x.Values.Sum()), t => t[0].Sum(), [x], tolerance: 1e-5);
    }

    [Fact]
    public void Max_OfEqualNumbers_SendsTheGradientToTheFirst()
    {
        using var set = new ParameterSet();
        var parameter = new ParameterScope(set).Declare("x", new Shape(2, 3), Initializers.One);
        set.Initialize(1);
        var graph = new Graph(set, batch: 1, training: true);
        using var run = new PlanRun(new Plan(graph, graph.Use(parameter).Max(1)));
        run.Forward();
        run.Backward([2f, 3f]);
        Assert.Equal([2f, 0f, 0f, 3f, 0f, 0f], run.Gradient(parameter).ToArray());
    }

    static NaiveArray Over(NaiveArray x, int axis, int[] sizes, Func<IEnumerable<double>, double> reduce) => NaiveArray.Build(sizes, index =>
    {
        var full = new List<int>(index);
        if (full.Count < x.Sizes.Length)
        {
            full.Insert(axis, 0);
        }

        return reduce(Enumerable.Range(0, x.Sizes[axis]).Select(place =>
        {
            full[axis] = place;
            return x[full.ToArray()];
        }).ToList());
    });

    static double Variance(IEnumerable<double> values)
    {
        var mean = values.Average();
        return values.Average(value => (value - mean) * (value - mean));
    }
}
