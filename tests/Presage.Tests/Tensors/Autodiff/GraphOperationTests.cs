using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

/// <summary>Operations on adjacency matrices where nodes are special, and under other orders of the nodes.</summary>
[Collection(SimdCollection.Name)]
public sealed class GraphOperationTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Adjacency_NodesInAnotherOrder_ComesInThatOrder(string level)
    {
        using var _ = InstructionSets.Use(level);
        int[] order = [4, 0, 3, 6, 1, 5, 2];
        var x = NaiveArray.Random(1, 2, 7, 2, 3);
        var shuffled = NaiveArray.Build(x.Sizes, i => x[i[0], order[i[1]], i[2], i[3]]);
        var weight = NaiveArray.Random(2, 2, 3);
        Tensor Chain(Tensor[] t) => Tensor.AdditiveAdjacency(t[0], t[0], t[1]).SparsifyRows(3);
        var plain = NaiveArray.Of(Evaluate.Values(Chain, x, weight), 2, 7, 7);
        Evaluate.AssertEqual(NaiveArray.Build([2, 7, 7], i => plain[i[0], order[i[1]], order[i[2]]]), Chain, [shuffled, weight], 1e-6);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Correlation_NodesInAnotherOrder_ComesInThatOrder(string level)
    {
        using var _ = InstructionSets.Use(level);
        int[] order = [2, 0, 4, 1, 3];
        var x = NaiveArray.Random(1, 2, 9, 5);
        var shuffled = NaiveArray.Build(x.Sizes, i => x[i[0], i[1], order[i[2]]]);
        var plain = NaiveArray.Of(Evaluate.Values(t => t[0].Correlation(), x), 2, 5, 5);
        Evaluate.AssertEqual(
            NaiveArray.Build([2, 5, 5], i => plain[i[0], order[i[1]], order[i[2]]]), t => t[0].Correlation(), [shuffled], 1e-6);
    }

    [Theory]
    [InlineData("one node", 1)]
    [InlineData("constant", 6)]
    [InlineData("zero", 6)]
    [InlineData("isolated", 6)]
    [InlineData("signed", 6)]
    [InlineData("saturated", 6)]
    public void Adjacency_SpecialNodes_GivesFiniteValuesAndGradients(string content, int nodes)
    {
        foreach (var normalization in Enum.GetValues<AdjacencyNormalization>())
        {
            foreach (var loops in new[] { true, false })
            {
                AssertFinite(content, nodes, normalization, loops);
            }
        }
    }

    [Fact]
    public void Correlation_OfAParameter_PassesNoGradient()
    {
        using var set = new ParameterSet();
        var parameter = new ParameterScope(set).Declare("x", new Shape(1, 5, 3), Initializers.InverseRoot(1));
        set.Initialize(1);
        var graph = new Graph(set, batch: 1, training: true);
        Assert.False(graph.Use(parameter).Correlation().NeedsGradient);
    }

    [Fact]
    public void Apply_ShapesThatDoNotFit_NamesThem()
    {
        AssertRefused("[2, 3, 1, 4] and [2, 4, 1, 4]", g => Tensor.AdditiveAdjacency(Zeros(g, 2, 3, 1, 4), Zeros(g, 2, 4, 1, 4), Zeros(g, 1, 4)));
        AssertRefused("[3, 2, 4] with weights [2, 5]", g => Tensor.AdditiveAdjacency(Zeros(g, 3, 2, 4), Zeros(g, 3, 2, 4), Zeros(g, 2, 5)));
        AssertRefused("[2, 3, 4]", g => Zeros(g, 2, 3, 4).SparsifyRows(2));
        AssertRefused("-1 entries", g => Zeros(g, 3, 3).SparsifyRows(-1));
        AssertRefused("[3, 4]", g => Zeros(g, 3, 4).Correlation());
    }

    static void AssertFinite(string content, int nodes, AdjacencyNormalization normalization, bool loops)
    {
        using var set = new ParameterSet();
        var scope = new ParameterScope(set);
        var features = scope.Declare("features", new Shape(1, nodes, 1, 3), Initializers.InverseRoot(1));
        var weight = scope.Declare("weight", new Shape(1, 3), Initializers.InverseRoot(1));
        var factor = scope.Declare("factor", new Shape(1, nodes, nodes), Initializers.InverseRoot(1));
        set.Initialize(1);
        switch (content)
        {
            case "constant":
                features.Values.Fill(0.3f);
                factor.Values.Fill(1f);
                break;
            case "zero":
                features.Values.Clear();
                factor.Values.Clear();
                break;
            case "isolated":
                factor.Values.Slice(2 * nodes, nodes).Clear();
                break;
            case "saturated":
                features.Values.Fill(1e9f);
                break;
            default:
                break;
        }

        set.MarkChanged();
        var graph = new Graph(set, batch: 1, training: true);
        var strength = Tensor.AdditiveAdjacency(graph.Use(features), graph.Use(features), graph.Use(weight));
        var adjacency = (strength * graph.Use(factor)).SparsifyRows((nodes + 1) / 2, loops, normalization);
        using var run = new PlanRun(new Plan(graph, adjacency));
        run.Forward();
        var weighting = new float[nodes * nodes];
        InputValues.Normal(weighting, new SeededRandom(2));
        Assert.All(run.Output.ToArray(), value => Assert.True(float.IsFinite(value)));
        run.Backward(weighting);
        foreach (var parameter in set.Parameters)
        {
            Assert.All(run.Gradient(parameter).ToArray(), value => Assert.True(Math.Abs(value) < 1e6f, $"{parameter.Name}: {value}"));
        }
    }

    static Tensor Zeros(Graph graph, params int[] sizes) => graph.Constant(new Shape(sizes), new float[new Shape(sizes).Length]);

    static void AssertRefused(string part, Func<Graph, Tensor> build)
    {
        var error = Assert.Throws<ArgumentException>(() => PlanRun.Compute(build));
        Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }
}
