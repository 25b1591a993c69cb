using Presage.Tensors.Autodiff;

namespace Presage.Tests.Tensors.Autodiff;

public sealed class SeededRandomTests
{
    [Fact]
    public void Sequence_OfASeed_StaysAsPublished()
    {
        // xoshiro256** from the state that splitmix64 gives for seed 0: both authors' reference code prints these.
        var random = new SeededRandom(0);
        ulong[] expected = [0x99EC5F36CB75F2B4, 0xBF6E1F784956452A, 0x1A5F849D4933E6E0];
        Assert.Equal(expected, Enumerable.Range(0, 3).Select(_ => random.NextUInt64()));
    }

    [Fact]
    public void Restore_AState_GoesOnFromThere()
    {
        var random = new SeededRandom(5);
        random.NextUInt64();
        var other = new SeededRandom(6);
        other.Restore(random.State);
        Assert.Equal(random.NextUInt64(), other.NextUInt64());
        Assert.Throws<ArgumentException>(() => other.Restore(new byte[31]));
    }

    [Fact]
    public void Draws_ManyOfThem_HaveTheirMoments()
    {
        var random = new SeededRandom(7);
        var normal = Enumerable.Range(0, 100_000).Select(_ => random.NextNormal()).ToArray();
        Assert.Equal(0, normal.Average(), 0.02);
        Assert.Equal(1, normal.Average(value => value * value), 0.03);
        var counts = new int[7];
        for (var draw = 0; draw < 70_000; draw++)
        {
            counts[random.NextInt32(7)]++;
            Assert.InRange(random.NextSingle(), 0f, 0.99999994f);
        }

        Assert.All(counts, count => Assert.InRange(count, 9_600, 10_400));
    }

    [Fact]
    public void Shuffle_OfItems_KeepsThemAll()
    {
        var items = Enumerable.Range(0, 50).ToArray();
        new SeededRandom(1).Shuffle(items);
        Assert.NotEqual(Enumerable.Range(0, 50), items);
        Assert.Equal(Enumerable.Range(0, 50), items.Order());
    }

    [Fact]
    public void For_TwoPurposes_GivesTwoSequences() =>
        Assert.NotEqual(SeededRandom.For(1, "a").NextUInt64(), SeededRandom.For(1, "b").NextUInt64());
}
