using Presage.Tensors.LinearAlgebra;

namespace Presage.Tests.Tensors.LinearAlgebra;

public sealed class NormalEquationsTests
{
    [Fact]
    public void Solve_FeaturesLeftOut_IsTheSolutionWithoutThem()
    {
        using var all = new NormalEquations(4, 2);
        using var fewer = new NormalEquations(2, 2);
        var random = new Random(8);
        for (var row = 0; row < 700; row++)
        {
            float[] features = [.. Enumerable.Range(0, 4).Select(_ => (float)random.NextDouble())];
            float[] targets = [features[0] + (2 * features[1]) - features[3], features[2] + (0.1f * (float)random.NextDouble())];
            all.Add(features, targets);
            fewer.Add([features[0], features[2]], targets);
        }

        var solution = all.Solve(5, unpenalised: 2, leftOut: [false, true, false, true]);
        var expected = fewer.Solve(5, unpenalised: 1);

        double[] found = [.. solution[..2], .. solution[4..6]];
        Assert.All(expected.Zip(found), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
        Assert.All([.. solution[2..4], .. solution[6..]], weight => Assert.Equal(0, weight));
    }
}
