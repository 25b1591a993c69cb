using Presage.Models.Calibration;

namespace Presage.Tests.Models.Calibration;

public sealed class RollingScoresTests
{
    [Fact]
    public void Add_MoreThanTheCapacity_KeepsTheNewestSorted()
    {
        var random = new Random(5);
        var scores = new RollingScores(50);
        var all = new List<float>();
        for (var i = 0; i < 500; i++)
        {
            all.Add(random.Next(40)); // many are equal
            scores.Add(all[^1]);

            var newest = all.TakeLast(50).Order().ToArray();
            Assert.Equal(newest.Length, scores.Count);
            for (var rank = 0; rank < newest.Length; rank++)
            {
                Assert.Equal(newest[rank], scores.Quantile((rank + 1.0) / (newest.Length + 1)), 1e-3);
            }
        }
    }

    [Theory]
    [InlineData(0.5, 5)]
    [InlineData(0.8, 8)]
    [InlineData(0.85, 8.5)]
    [InlineData(0.0, 0)]
    [InlineData(1.0, 9)]
    public void Quantile_NineScores_HasRankOfTen(double coverage, double expected)
    {
        var scores = new RollingScores(9);
        for (var score = 1; score <= 9; score++)
        {
            scores.Add(score);
        }

        Assert.Equal(expected, scores.Quantile(coverage), 1e-5);
    }
}
