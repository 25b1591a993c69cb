using Presage.Telemetry.Topology;

namespace Presage.Tests.Telemetry.Topology;

public class TraceTreeTests
{
    [Fact]
    public void Of_NoSpans_IsEmpty()
    {
        var tree = TraceTree.Of([]);

        Assert.Equal(0, tree.Count);
        Assert.Empty(CriticalPath.Of(tree));
    }

    [Fact]
    public void Of_SpansInAnyOrder_FindsParentsAndChildrenByTheirStarts()
    {
        var tree = TraceTree.Of([Made.Span(3, 1, "b", 30, 40), Made.Span(2, 1, "b", 10, 20), Made.Span(1, 0, "a", 0, 50), Made.Span(9, 7, "c", 1, 2)]);

        Assert.Equal([1UL, 2, 3, 9], Enumerable.Range(0, 4).Select(i => tree[i].Id));
        Assert.Equal([-1, 0, 0, -1], Enumerable.Range(0, 4).Select(tree.ParentOf));
        Assert.Equal([1, 2], tree.ChildrenOf(0).ToArray());
        Assert.Equal(1, tree.Orphans);
        Assert.Equal(30_000_000, tree.SelfNs(0));
    }

    [Fact]
    public void Of_RepeatedSpan_StaysOnce()
    {
        var span = Made.Span(1, 0, "a", 0, 5);

        var tree = TraceTree.Of([span, span, Made.Span(2, 1, "b", 1, 2), span]);

        Assert.Equal((2, 2), (tree.Count, tree.Duplicates));
    }

    [Fact]
    public void Of_ClientAndServerOfOneId_ArePairedAndTheServerHasTheChildren()
    {
        var tree = TraceTree.Of(
        [
            Made.Span(5, 1, "b", 2, 8) with { Kind = SpanKind.Server },
            Made.Span(6, 5, "b", 3, 4),
            Made.Span(5, 1, "a", 1, 9) with { Kind = SpanKind.Client },
            Made.Span(1, 0, "a", 0, 10),
        ]);

        Assert.Equal(0, tree.Duplicates);
        Assert.Equal(["a", "a", "b", "b"], Enumerable.Range(0, 4).Select(i => tree[i].Service));
        Assert.Equal([-1, 0, 1, 2], Enumerable.Range(0, 4).Select(tree.ParentOf));
    }

    [Fact]
    public void Of_OverlappingChildren_CountTheirTimeOnce()
    {
        var tree = TraceTree.Of(
            [Made.Span(1, 0, "a", 0, 100), Made.Span(2, 1, "b", 10, 40), Made.Span(3, 1, "b", 30, 60), Made.Span(4, 1, "b", 35, 38), Made.Span(5, 1, "a", 90, 130)]);

        Assert.Equal(40_000_000, tree.SelfNs(0));
    }

    [Fact]
    public void Of_HostWithASlowClock_MovesItsSpansIntoTheParent()
    {
        var tree = TraceTree.Of(
        [
            Made.Span(1, 0, "a", 1000, 1100) with { Host = "a-0" },
            Made.Span(2, 1, "b", 400, 460) with { Host = "b-0" },
            Made.Span(3, 2, "b", 410, 420) with { Host = "b-0" },
            Made.Span(4, 3, "c", 2000, 2005) with { Host = "c-0" },
        ]);

        Assert.Equal([1000, 1020, 1030, 1032], Enumerable.Range(0, 4).Select(i => tree.StartNs(i) / 1_000_000));
        Assert.Equal(2, tree.Shifted);
        Assert.Equal(967_500_000, tree.LargestShiftNs);
    }

    [Fact]
    public void Of_ChildThatGoesOnAfterItsParent_StaysUnlessItStartsBefore()
    {
        var tree = TraceTree.Of([Made.Span(1, 0, "a", 0, 10), Made.Span(2, 1, "b", 5, 500), Made.Span(3, 1, "c", -5, 500), Made.Span(4, 1, "d", 300, 310) with { Kind = SpanKind.Consumer }]);

        Assert.Equal([0, 5, 0, 300], Enumerable.Range(0, 4).Select(i => tree.StartNs(i) / 1_000_000));
    }

    [Fact]
    public void Of_SpansThatAreTheirOwnAncestors_AreKeptWithoutARoot()
    {
        var tree = TraceTree.Of([Made.Span(1, 2, "a", 0, 5), Made.Span(2, 1, "b", 0, 5), Made.Span(3, 3, "c", 0, 4)]);

        Assert.Equal([1, 0, -1], Enumerable.Range(0, 3).Select(tree.ParentOf));
        Assert.Equal([2], CriticalPath.Of(tree).Select(step => step.Index));
    }

    [Fact]
    public void CriticalPath_ParallelCalls_FollowsTheOneThatEndsLast()
    {
        var tree = TraceTree.Of(
        [
            Made.Span(1, 0, "a", 0, 100),
            Made.Span(2, 1, "b", 10, 50),
            Made.Span(3, 1, "c", 15, 90),
            Made.Span(4, 3, "d", 20, 80),
            Made.Span(5, 1, "e", 2, 8),
            Made.Span(6, 4, "f", 85, 200),
        ]);

        var path = CriticalPath.Of(tree);

        Assert.Equal(["a", "e", "c", "d"], path.Select(step => tree[step.Index].Service));
        Assert.Equal([19, 6, 15, 60], path.Select(step => step.SelfNs / 1_000_000));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void CriticalPath_RandomTrace_AddsUpToTheRoot(int seed)
    {
        var random = new Random(seed);
        var spans = new List<Span> { Made.Span(1, 0, "s0", 0, 10_000) };
        for (ulong id = 2; id < 200; id++)
        {
            var parent = spans[random.Next(spans.Count)];
            long start = parent.StartNs + (long)(random.NextDouble() * parent.DurationNs);
            long end = start + (long)(random.NextDouble() * (parent.EndNs - start) * 1.2);
            spans.Add(Made.Span(id, parent.Id, "s0", 0, 0) with { StartNs = start, EndNs = end });
        }

        var tree = TraceTree.Of(spans);
        var path = CriticalPath.Of(tree);

        Assert.Equal(10_000_000_000, path.Sum(step => step.SelfNs));
        Assert.Equal(path.Count, path.Select(step => step.Index).Distinct().Count());
        Assert.All(path.Skip(1), step => Assert.Contains(path, parent => parent.Index == tree.ParentOf(step.Index) || tree.ParentOf(step.Index) >= 0));
    }
}
