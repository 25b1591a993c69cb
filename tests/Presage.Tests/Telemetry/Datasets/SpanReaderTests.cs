using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class SpanReaderTests
{
    const string Header = "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration\n";
    const string Rows =
        "0614a31f4ec5c1ec1eb71943899c4f26,734e8b2cfde651b6,root,frontend-579b9bff58-t2dbm,hipstershop.Frontend/Recv.,1661256099750950941,1661256100951532472,1200581\n"
        + "0614a31f4ec5c1ec1eb71943899c4f26,331684207de7f4c8,734e8b2cfde651b6,cartservice-0,\"a, b\",1661256099751486825,1661256099851230825,99744\n";

    [Fact]
    public void Read_Rows_AreSpansOfServices()
    {
        (var spans, var report) = Read(Header + Rows);

        Assert.Equal((2, 0, 0), (report.Spans, report.Skipped, report.Unselected));
        Assert.Equal(new TraceId(0x0614a31f4ec5c1ec, 0x1eb71943899c4f26), spans[0].Trace);
        Assert.Equal((0UL, 0x734e8b2cfde651b6UL), (spans[0].ParentId, spans[0].Id));
        Assert.Equal(spans[0].Id, spans[1].ParentId);
        Assert.Equal(("frontend", "frontend-579b9bff58-t2dbm"), (spans[0].Service, spans[0].Host));
        Assert.Equal(("cartservice", "a, b"), (spans[1].Service, spans[1].Operation));
        Assert.Equal((1661256099750950941, 1661256100951532472), (spans[0].StartNs, spans[0].EndNs));
    }

    [Fact]
    public void Read_OtherColumns_AreFoundByTheirNames()
    {
        (var spans, _) = Read("StatusCode,SpanKind,ServiceName,OperationName,Duration,StartTimeUnixNano,ParentSpanId,SpanId,TraceId,extra\n"
            + "STATUS_CODE_ERROR,SPAN_KIND_CLIENT,api-2,get,7,1000,,1,T_77,x\n500,Server,api-2,get,7,1000,0000000000000001,2,T_77,x\nok,,api-2,get,7,1000,1,3,T_78,x\n");

        Assert.Equal([SpanKind.Client, SpanKind.Server, SpanKind.Unspecified], spans.Select(span => span.Kind));
        Assert.Equal([true, true, false], spans.Select(span => span.IsError));
        Assert.Equal([0UL, 1, 1], spans.Select(span => span.ParentId));
        Assert.Equal(8000, spans[0].EndNs);
        Assert.Equal(spans[0].Trace, spans[1].Trace);
        Assert.NotEqual(spans[0].Trace, spans[2].Trace);
    }

    [Fact]
    public void Read_Times_SelectSpans()
    {
        (var spans, var report) = Read(Header + Rows, new SpanReadOptions { FromMs = 1661256099751 });

        Assert.Equal("cartservice", Assert.Single(spans).Service);
        Assert.Equal(1, report.Unselected);
    }

    [Theory]
    [InlineData("a,b,c\n", "t.csv:2: 3 columns, expected 8")]
    [InlineData("1,2,root,p,o,soon,5,1\n", "t.csv:2: column StartTimeUnixNano: \"soon\" is not a number")]
    [InlineData("1,2,root,p,o,5,,1\n", "t.csv:2: column EndTimeUnixNano: \"\" is not a number")]
    [InlineData("1,2,root,p,o,5,4,1\n", "t.csv:2: the span ends at 4 ns, before its start at 5 ns")]
    [InlineData("1,,root,p,o,5,6,1\n", "t.csv:2: the span has no id")]
    [InlineData("1,2,root,,o,5,6,1\n", "t.csv:2: the span has no pod")]
    [InlineData("1,2,root,\"p,o,5,6,1\n", "t.csv:2: a quote is not closed")]
    public void Read_BadRow_IsRefusedWithItsLineOrCounted(string row, string expected)
    {
        Assert.Contains(expected, Assert.Throws<DataFormatException>(() => Read(Header + row)).Message, StringComparison.Ordinal);
        var report = Read(Header + row, new SpanReadOptions { SkipBadRows = true }).Report;
        Assert.Equal((0, 1), (report.Spans, report.Skipped));
    }

    [Fact]
    public void Read_FileWithoutSpans_SaysWhatItBeginsWith()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("t.csv", "time,value\n1,2\n");

        Assert.Contains("time,value", Assert.Throws<DataFormatException>(() => SpanReader.Read(path, new Collected())).Message, StringComparison.Ordinal);
        Assert.Empty(SpanReader.Read(folder.Path, new Collected()).Files);
    }

    [Fact]
    public void Read_ManyNames_AreToldApartBeyondWhatIsKept()
    {
        var names = new ByteNames<string>(name => name, most: 300);
        for (int round = 0; round < 2; round++)
        {
            for (int i = 0; i < 1000; i++)
            {
                Assert.Equal($"name{i}", names.Find(System.Text.Encoding.UTF8.GetBytes($"name{i}")));
            }
        }

        Assert.Same(names.Find("name7"u8), names.Find("name7"u8));
    }

    [DataFact("nezha")]
    public void Graph_OnlineBoutiqueTraces_EqualsTheDependencyTable()
    {
        string folder = SharedData.Require("nezha/2022-08-23/rca_data");
        var table = TopologyCatalog.Read(Path.Combine(folder, "metric"))!.Graph.Only(NodeKind.Service);

        var graph = TopologyCatalog.Read(Path.Combine(folder, "trace"))!.Graph.Only(NodeKind.Service);

        Assert.Equal(Pairs(table), Pairs(graph));
        Assert.Equal(["checkoutservice currencyservice"], Pairs(graph, edge => !edge.IsObserved));
    }

    [DataTheory("nezha")]
    [InlineData("2023-01-29", 55)]
    [InlineData("2022-08-23", 13)]
    public void Graph_NezhaTraces_HaveEveryPairAndCallOfABruteForcePass(string date, int pairs)
    {
        string folder = SharedData.Require($"nezha/{date}/rca_data/trace");
        var all = new Collected();
        SpanReader.Read(folder, all);
        var services = new Dictionary<(TraceId, ulong), string>();
        var unique = all.Spans.Where(span => services.TryAdd((span.Trace, span.Id), span.Service)).ToList();
        var expected = unique.Where(span => services.TryGetValue((span.Trace, span.ParentId), out string? caller) && caller != span.Service)
            .GroupBy(span => $"{services[(span.Trace, span.ParentId)]} {span.Service}")
            .ToDictionary(group => group.Key, group => (long)group.Count());

        var topology = TopologyCatalog.Read(folder)!;
        var observed = topology.Graph.Edges.Where(edge => edge.IsObserved)
            .ToDictionary(edge => $"{topology.Graph.Nodes[edge.From].Name} {topology.Graph.Nodes[edge.To].Name}", edge => edge.Total.Calls);

        Assert.Equal(pairs, expected.Count);
        Assert.Equal(expected.OrderBy(pair => pair.Key, StringComparer.Ordinal), observed.OrderBy(pair => pair.Key, StringComparer.Ordinal));
        Assert.Equal((0, 0, all.Spans.Count - unique.Count), (topology.Spans!.Orphans, topology.Spans.Late, topology.Spans.Duplicates));
    }

    static IEnumerable<string> Pairs(ServiceGraph graph, Func<ServiceEdge, bool>? where = null) =>
        graph.Edges.Where(where ?? (_ => true)).Select(edge => $"{graph.Nodes[edge.From].Name} {graph.Nodes[edge.To].Name}").Order(StringComparer.Ordinal);

    static (List<Span> Spans, SpanReadingReport Report) Read(string text, SpanReadOptions? options = null)
    {
        using var folder = new TemporaryFolder();
        var sink = new Collected();
        var report = SpanReader.Read(folder.Write("t.csv", text), sink, options);
        return (sink.Spans, report);
    }

    sealed class Collected : ISpanSink
    {
        public List<Span> Spans { get; } = [];

        public void Add(in Span span) => Spans.Add(span);
    }
}
