using Presage.Tensors.Autodiff;
using Presage.Tests.Reference;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Autodiff;

[Collection(SimdCollection.Name)]
public sealed class ArithmeticTests
{
    static readonly Dictionary<string, (Func<Tensor, Tensor, Tensor> Ours, Func<double, double, double> Plain)> Binary = new()
    {
        ["+"] = ((a, b) => a + b, (a, b) => a + b),
        ["-"] = ((a, b) => a - b, (a, b) => a - b),
        ["*"] = ((a, b) => a * b, (a, b) => a * b),
        ["/"] = ((a, b) => a / b, (a, b) => a / b),
        ["min"] = ((a, b) => a.Minimum(b), Math.Min),
        ["max"] = ((a, b) => a.Maximum(b), Math.Max),
    };

    static readonly Dictionary<string, (Func<Tensor, Tensor> Ours, Func<double, double> Plain)> Unary = new()
    {
        ["exp"] = (x => x.Exp(), Math.Exp),
        ["square"] = (x => x.Square(), x => x * x),
        ["abs"] = (x => x.Abs(), Math.Abs),
        ["reciprocal"] = (x => x.Reciprocal(), x => 1 / x),
        ["clamp"] = (x => x.Clamp(-0.5f, 0.7f), x => Math.Clamp(x, -0.5f, 0.7f)),
        ["tanh"] = (x => x.Tanh(), Math.Tanh),
        ["sigmoid"] = (x => x.Sigmoid(), x => 1 / (1 + Math.Exp(-x))),
        ["relu"] = (x => x.Relu(), x => Math.Max(0, x)),
        ["leaky relu"] = (x => x.LeakyRelu(), x => x > 0 ? x : 0.01 * x),
        ["elu"] = (x => x.Elu(0.7f), x => x > 0 ? x : 0.7 * (Math.Exp(x) - 1)),
        ["silu"] = (x => x.Silu(), x => x / (1 + Math.Exp(-x))),
        ["softplus"] = (x => x.Softplus(), x => Math.Log(1 + Math.Exp(x))),
        ["log of square"] = (x => (x.Square() + 0.1f).Log(), x => Math.Log(x * x + 0.1f)),
        ["sqrt of square"] = (x => (x.Square() + 0.1f).Sqrt(), x => Math.Sqrt(x * x + 0.1f)),
        ["constants"] = (x => 2f - (3f * -x + 1f) / 4f - 5f, x => 2 - (3 * -x + 1) / 4 - 5),
        ["constant over"] = (x => 2f / x, x => 2 / x),
        ["scale"] = (x => x.Scale(3f, -1f), x => 3 * x - 1),
    };

    public static TheoryData<string, string> BinaryNames => Names(Binary.Keys);

    public static TheoryData<string, string> UnaryNames => Names(Unary.Keys);

    [Theory]
    [MemberData(nameof(BinaryNames))]
    public void Binary_AnyShapesThatBroadcast_AgreesWithFloat64(string name, string level)
    {
        using var _ = InstructionSets.Use(level);
        var (ours, plain) = Binary[name];
        var random = new SeededRandom(7);
        for (var seed = 0; seed < 60; seed++)
        {
            var (first, second, output) = RandomShapes(random);
            var (a, b) = (NaiveArray.Random(2 * seed, first), NaiveArray.Random(2 * seed + 1, second));
            var expected = NaiveArray.Build(output, index => plain(a[index], b[index]));
            Evaluate.AssertEqual(expected, x => ours(x[0], x[1]), [a, b]);
        }
    }

    [Theory]
    [MemberData(nameof(UnaryNames))]
    public void Unary_AnyLength_AgreesWithFloat64(string name, string level)
    {
        using var _ = InstructionSets.Use(level);
        var (ours, plain) = Unary[name];
        foreach (var length in new[] { 1, 7, 16, 33, 130 })
        {
            var x = NaiveArray.Random(length, length);
            Evaluate.AssertEqual(x.Map(plain), tensors => ours(tensors[0]), [x]);
        }
    }

    [Theory]
    [InlineData("sqrt", 0f, 0f)]
    [InlineData("abs", 0f, 0f)]
    [InlineData("relu", 0f, 0f)]
    [InlineData("elu", 0f, 0.7f)]
    [InlineData("leaky relu", 0f, 0.01f)]
    [InlineData("clamp", 0.7f, 1f)]
    [InlineData("clamp", 0.8f, 0f)]
    [InlineData("exp", -200f, 0f)]
    [InlineData("softplus", 200f, 1f)]
    [InlineData("gelu", -200f, 0f)]
    [InlineData("gelu", 200f, 1f)]
    [InlineData("silu", -200f, 0f)]
    public void Backward_AtAKinkOrFarOut_GivesTheStatedGradient(string name, float at, float expected)
    {
        var function = name switch
        {
            "sqrt" => x => x.Sqrt(),
            "gelu" => x => x.Gelu(),
            _ => Unary[name].Ours,
        };
        using var set = new ParameterSet();
        var parameter = new ParameterScope(set).Declare("x", new Shape(19), Initializers.Constant(at));
        set.Initialize(1);
        var graph = new Graph(set, batch: 1, training: true);
        using var run = new PlanRun(new Plan(graph, function(graph.Use(parameter))));
        run.Forward();
        run.Backward(Enumerable.Repeat(1f, 19).ToArray());
        foreach (var value in run.Gradient(parameter))
        {
            Assert.Equal(expected, value, 1e-6f);
        }
    }

    [Fact]
    public void Maximum_WhereBothAreEqual_SendsTheGradientToTheFirst()
    {
        using var set = new ParameterSet();
        var scope = new ParameterScope(set);
        var (a, b) = (scope.Declare("a", new Shape(5), Initializers.One), scope.Declare("b", new Shape(5), Initializers.One));
        set.Initialize(1);
        var graph = new Graph(set, batch: 1, training: true);
        using var run = new PlanRun(new Plan(graph, graph.Use(a).Maximum(graph.Use(b))));
        run.Forward();
        run.Backward([1f, 2f, 3f, 4f, 5f]);
        Assert.Equal([1f, 2f, 3f, 4f, 5f], run.Gradient(a).ToArray());
        Assert.Equal([0f, 0f, 0f, 0f, 0f], run.Gradient(b).ToArray());
    }

    [Fact]
    public void Add_ShapesThatDoNotBroadcast_NamesBothShapesAndSizes()
    {
        var graph = new Graph(new ParameterSet(), batch: 1, training: false);
        var error = Assert.Throws<ArgumentException>(() => graph.Shared("a", new Shape(32, 8)) + graph.Shared("b", new Shape(9)));
        Assert.Equal("Add: [32, 8] + [9]: 8 != 9", error.Message);
    }

    static TheoryData<string, string> Names(IEnumerable<string> names)
    {
        var data = new TheoryData<string, string>();
        foreach (var name in names)
        {
            foreach (var level in InstructionSets.All)
            {
                data.Add(name, level);
            }
        }

        return data;
    }

    /// <summary>Two shapes of up to six axes, each axis missing in front, of size 1 or full.</summary>
    static (int[] First, int[] Second, int[] Output) RandomShapes(SeededRandom random)
    {
        var rank = 1 + random.NextInt32(6);
        var output = new int[rank];
        var (first, second) = (new int[rank], new int[rank]);
        for (var axis = 0; axis < rank; axis++)
        {
            var size = axis == rank - 1 ? 1 + random.NextInt32(37) : 1 + random.NextInt32(4);
            var choice = random.NextInt32(4);
            (first[axis], second[axis]) = (choice == 0 ? 1 : size, choice == 1 ? 1 : size);
            output[axis] = Math.Max(first[axis], second[axis]);
        }

        var missing = random.NextInt32(rank);
        var shorter = missing > 0 && first.Take(missing).All(size => size == 1);
        return (shorter ? first[missing..] : first, second, output);
    }
}
