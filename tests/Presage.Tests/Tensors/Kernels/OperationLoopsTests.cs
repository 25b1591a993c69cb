using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>The loops of the operations stay inside their arrays and agree with float64, at every length.</summary>
[Collection(SimdCollection.Name)]
public sealed unsafe class OperationLoopsTests
{
    const int Rows = 3;

    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Parametric_EveryLength_EqualTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 0; n <= 257; n++)
        {
            Check(n, "affine", (x, y) => Elementwise.Affine(x, 3f, -2f, y, n), x => 3 * x - 2);
            Check(n, "leaky relu", (x, y) => Elementwise.LeakyRelu(x, 0.1f, y, n), x => x > 0 ? x : 0.1f * x);
            Check(n, "elu", (x, y) => Elementwise.Elu(x, 0.5f, y, n), x => x > 0 ? x : 0.5 * (Math.Exp(x) - 1));
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Broadcast_EveryWidth_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 1; n <= 35; n++)
        {
            CheckBroadcast(new BroadcastPlane(Rows, n, n, 1, n, 1));
            CheckBroadcast(new BroadcastPlane(Rows, n, n, 1, 0, 1));
            CheckBroadcast(new BroadcastPlane(Rows, n, n, 1, 1, 0));
            CheckBroadcast(new BroadcastPlane(Rows, n, 1, 0, n, 1));
            CheckBroadcast(new BroadcastPlane(Rows, n, n, 1, 0, 0));
            CheckBroadcast(new BroadcastPlane(Rows, n, 1, 0, 0, 1));
        }

        CheckBroadcast(new BroadcastPlane(2, 9001, 9001, 1, 1, 0));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Transpose_EveryShape_EqualsTheReference(bool accumulate)
    {
        foreach (var (rows, columns) in from rows in Enumerable.Range(1, 40) from columns in new[] { 1, 3, 4, 7, 31, 32, 33, 70 } select (rows, columns))
        {
            using var source = new Operand((rows - 1) * (columns + 3) + columns, 1);
            using var target = new Operand((columns - 1) * (rows + 2) + rows, 2);
            var (before, from) = (target.ToDoubles(), source.ToDoubles());
            BlockLoops.Transpose(rows, columns, source.Start, columns + 3, target.Start, rows + 2, accumulate);
            var after = target.ToDoubles();
            for (var place = 0; place < after.Length; place++)
            {
                var (j, r) = Math.DivRem(place, rows + 2);
                var expected = r >= rows ? before[place] : from[r * (columns + 3) + j] + (accumulate ? before[place] : 0);
                Assert.Equal(expected, after[place], 1e-6);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Spread_EveryWidth_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 1; n <= 70; n++)
        {
            using var row = new Operand(n, 1);
            using var column = new Operand(Rows, 2);
            CheckSum(Rows * n, (target, add) => SpreadLoops.OverColumns(row.Start, Rows, n, 3f, target, add), place => 3 * row.Start[place % n]);
            CheckSum(Rows * n, (target, add) => SpreadLoops.OverRows(column.Start, Rows, n, 3f, target, add), place => 3 * column.Start[place / n]);
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void LogSoftmax_EveryWidth_EqualsTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 1; n <= 70; n++)
        {
            using var x = new Operand(Rows * n, 1, scale: 10);
            using var y = new Operand(Rows * n, 2);
            using var gradient = new Operand(Rows * n, 3);
            var zero = new double[Rows * n];
            LogSoftmaxLoops.Forward(x.Start, y.Start, Rows, n);
            var values = x.ToDoubles();
            var expected = values.Select((value, place) => value - Math.Log(Row(values, place, n).Sum(Math.Exp))).ToArray();
            y.AssertNear("log softmax", expected, zero);
            var gradients = gradient.ToDoubles();
            CheckSum(
                Rows * n, (target, add) => LogSoftmaxLoops.Backward(gradient.Start, y.Start, target, Rows, n, add),
                place => gradients[place] - Math.Exp(expected[place]) * Row(gradients, place, n).Sum());
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Losses_EveryLength_EqualTheReference(string level)
    {
        using var use = InstructionSets.Use(level);
        var huber = new LossFunctions.Huber(0.5f);
        for (var n = 1; n <= 257; n++)
        {
            using var forecast = new Operand(n, 1);
            using var target = new Operand(n, 2);
            using var weight = new Operand(n, 3);
            weight.Start[n / 2] = 0f;
            forecast.Start[n / 2] = float.NaN;
            var (f, t, w) = (forecast.ToDoubles(), target.ToDoubles(), weight.ToDoubles());
            var sum = Enumerable.Range(0, n).Sum(place => place == n / 2 ? 0 : w[place] * Huber(f[place] - t[place], 0.5));
            Assert.Equal(sum, LossLoops.Sum(huber, forecast.Start, target.Start, weight.Start, n), 1e-4);
            CheckSum(
                n, (gradient, add) => LossLoops.Gradient(huber, forecast.Start, target.Start, weight.Start, 3f, gradient, n, add),
                place => place == n / 2 ? 0 : 3 * w[place] * Math.Clamp(f[place] - t[place], -0.5, 0.5));
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void Maximum_EveryWidth_FindsTheFirstOfEqualNumbers(string level)
    {
        using var use = InstructionSets.Use(level);
        for (var n = 1; n <= 70; n++)
        {
            using var x = new Operand(5 * n, n);
            using var largest = new Operand(n, 1);
            using var place = new Operand(n, 2);
            for (var j = 0; j < n; j++)
            {
                x.Start[3 * n + j] = x.Start[(1 + j % 3) * n + j];
            }

            MaximumLoops.OfColumns(x.Start, 5, n, largest.Start, place.Start);
            for (var j = 0; j < n; j++)
            {
                var column = Enumerable.Range(0, 5).Select(row => x.Start[row * n + j]).ToList();
                Assert.Equal(column.Max(), largest.Start[j]);
                Assert.Equal(column.IndexOf(column.Max()), place.Start[j]);
            }

            CheckSum(5 * n, (target, add) => ScatterOnes(place.Start, n, target, add), at => (int)place.Start[at % n] == at / n ? 1 : 0);
        }
    }

    [Fact]
    public void RandomMask_EveryLength_DecidesByPlace()
    {
        using var longest = new Operand(300, 1);
        RandomMask.Apply(7, 0, 0.5f, longest.Start, longest.Start, 300, accumulate: false);
        var kept = longest.ToDoubles().Select(value => value != 0).ToArray();
        for (var n = 0; n <= 257; n++)
        {
            using var source = new Operand(n, n);
            var first = 300 - n - 3;
            if (n > 0)
            {
                CheckSum(
                    n, (target, add) => RandomMask.Apply(7, first, 0.5f, source.Start, target, n, add),
                    place => kept[first + place] ? 2 * source.Start[place] : 0);
            }
        }
    }

    static void ScatterOnes(float* place, int columns, float* target, bool add)
    {
        if (!add)
        {
            Elementwise.Fill(target, 0f, 5 * columns);
        }

        using var ones = new Operand(columns, 3);
        Elementwise.Fill(ones.Start, 1f, columns);
        MaximumLoops.Scatter(ones.Start, place, columns, target);
    }

    static double Huber(double d, double delta) => Math.Abs(d) < delta ? d * d / 2 : delta * (Math.Abs(d) - delta / 2);

    static IEnumerable<double> Row(double[] values, int place, int n) => values.Skip(place / n * n).Take(n);

    static void CheckBroadcast(BroadcastPlane plane)
    {
        using var a = new Operand(Length(plane, plane.FirstRow, plane.FirstColumn), 1);
        using var b = new Operand(Length(plane, plane.SecondRow, plane.SecondColumn), 2);
        using var y = new Operand(plane.Rows * plane.Columns, 3);
        using var gradient = new Operand(plane.Rows * plane.Columns, 4);
        var zero = new double[y.Length];
        var (first, second) = (a.ToDoubles(), b.ToDoubles());
        int A(int place) => place / plane.Columns * plane.FirstRow + place % plane.Columns * plane.FirstColumn;
        int B(int place) => place / plane.Columns * plane.SecondRow + place % plane.Columns * plane.SecondColumn;

        BinaryLoops.Forward<BinaryFunctions.Multiply>(plane, a.Start, b.Start, y.Start);
        y.AssertNear($"{plane}", [.. zero.Select((_, place) => first[A(place)] * second[B(place)])], zero);

        using var gradA = new Operand(a.Length, 5);
        var (before, expected, g) = (gradA.ToDoubles(), new double[a.Length], gradient.ToDoubles());
        for (var place = 0; place < y.Length; place++)
        {
            expected[A(place)] += g[place] * second[B(place)];
        }

        BinaryLoops.BackwardFirst<BinaryFunctions.Multiply>(plane, gradient.Start, a.Start, b.Start, y.Start, gradA.Start, accumulate: true);
        gradA.AssertNear($"first gradient, {plane}", expected, before);

        using var gradB = new Operand(b.Length, 6);
        (before, expected) = (gradB.ToDoubles(), new double[b.Length]);
        for (var place = 0; place < y.Length; place++)
        {
            expected[B(place)] += g[place] * first[A(place)];
        }

        BinaryLoops.BackwardSecond<BinaryFunctions.Multiply>(plane, gradient.Start, a.Start, b.Start, y.Start, gradB.Start, accumulate: true);
        gradB.AssertNear($"second gradient, {plane}", expected, before);
    }

    static int Length(BroadcastPlane plane, int row, int column) => (plane.Rows - 1) * row + (plane.Columns - 1) * column + 1;

    static void Check(int n, string name, UnaryLoop loop, Func<double, double> plain)
    {
        using var x = new Operand(n, n, scale: 3);
        using var y = new Operand(n, n + 1);
        loop(x.Start, y.Start);
        if (n > 0)
        {
            y.AssertNear(name, [.. x.ToDoubles().Select(plain)], new double[n]);
        }
    }

    /// <summary>Checks a loop that overwrites its target or adds to it.</summary>
    static void CheckSum(int n, TargetLoop loop, Func<int, double> expected)
    {
        foreach (var accumulate in new[] { false, true })
        {
            using var target = new Operand(n, 9);
            var before = accumulate ? target.ToDoubles() : new double[n];
            loop(target.Start, accumulate);
            target.AssertNear($"accumulate {accumulate}", [.. Enumerable.Range(0, n).Select(expected)], before);
        }
    }

    delegate void UnaryLoop(float* x, float* y);

    delegate void TargetLoop(float* target, bool accumulate);
}
