using FsCheck;
using FsCheck.Fluent;
using Presage.Tensors.Autodiff;

namespace Presage.Tests.Tensors.Autodiff;

public sealed class ArenaLayoutTests
{
    [Fact]
    public void Place_AnyBlocks_NeverOverlapWhileBothLive()
    {
        var block = from first in Gen.Choose(0, 30)
                    from calls in Gen.Choose(0, 12)
                    from length in Gen.Choose(0, 200)
                    select (First: first, Last: first + calls, Length: length);
        Check.QuickThrowOnFailure(Prop.ForAll(block.ListOf().ToArbitrary(), blocks =>
        {
            var arena = new ArenaLayout();
            var placed = blocks.Select(b => (b.First, b.Last, Start: arena.Place(b.First, b.Last, b.Length), b.Length)).ToList();
            foreach (var (a, index) in placed.Select((a, index) => (a, index)))
            {
                Assert.Equal(0, a.Start % 16);
                Assert.True(a.Start >= 0 && a.Start + a.Length <= arena.Length);
                foreach (var b in placed.Skip(index + 1).Where(b => b.First <= a.Last && a.First <= b.Last))
                {
                    Assert.True(a.Start + a.Length <= b.Start || b.Start + b.Length <= a.Start, $"{a} and {b} overlap");
                }
            }
        }));
    }

    [Fact]
    public void Place_BlockThatDied_IsReused()
    {
        var arena = new ArenaLayout();
        var first = arena.Place(0, 3, 100);
        var second = arena.Place(2, 5, 100);
        var third = arena.Place(4, 6, 100);
        Assert.Equal(first, third);
        Assert.NotEqual(first, second);
    }
}
