using Presage.Tensors.Autodiff;

namespace Presage.Tests.Reference;

/// <summary>Computes a function of tensors on given numbers, and compares with the reference.</summary>
static class Evaluate
{
    /// <summary>The values of a function of constants.</summary>
    public static float[] Values(Func<Tensor[], Tensor> function, params NaiveArray[] inputs) =>
        PlanRun.Compute(graph => function([.. inputs.Select(input => graph.Constant(new Shape(input.Sizes), input.ToSingle()))]));

    /// <summary>Fails unless a function of constants has the expected shape and, up to rounding, values.</summary>
    public static void AssertEqual(NaiveArray expected, Func<Tensor[], Tensor> function, NaiveArray[] inputs, double tolerance = 1e-5)
    {
        var actual = Values(
            tensors =>
            {
                var output = function(tensors);
                Assert.Equal(new Shape(expected.Sizes), output.Shape);
                return output;
            },
            inputs);
        Assert.Equal(expected.Values.Count, actual.Length);
        for (var place = 0; place < actual.Length; place++)
        {
            var (wanted, got) = (expected.Values[place], actual[place]);
            var close = double.IsNaN(wanted) ? float.IsNaN(got)
                : double.IsInfinity(wanted) ? wanted == got
                : Math.Abs(wanted - got) <= tolerance * Math.Max(1d, Math.Abs(wanted));
            Assert.True(close, $"place {place} of {new Shape(expected.Sizes)}: {got}, expected {wanted}");
        }
    }
}
