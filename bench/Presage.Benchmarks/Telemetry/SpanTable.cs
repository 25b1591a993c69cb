using System.Diagnostics;
using System.Globalization;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Topology;

namespace Presage.Benchmarks.Telemetry;

/// <summary>Prints how many spans a second one core reads from a table, and how many it makes a graph of.</summary>
static class SpanTable
{
    const int Traces = 20_000;
    const int SpansOfTrace = 20;
    const int Rounds = 3;

    /// <summary>Prints the table.</summary>
    /// <param name="path">A file or folder of spans; null for 400,000 generated ones.</param>
    public static int Run(string? path)
    {
        var made = path is null ? Generate() : null;
        try
        {
            path ??= made!;
            Print("read", path, () => new Ignored(), _ => { });
            Print("read, build the graph", path, () => new SpanGraphBuilder(), sink => ((SpanGraphBuilder)sink).Build());
            return 0;
        }
        finally
        {
            if (made is not null)
            {
                File.Delete(made);
            }
        }
    }

    static void Print(string what, string path, Func<ISpanSink> create, Action<ISpanSink> finish)
    {
        var best = double.MaxValue;
        long spans = 0;
        long bytes = 0;
        for (var round = 0; round < Rounds; round++)
        {
            var allocated = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            var sink = create();
            spans = SpanReader.Read(path, sink).Spans;
            finish(sink);
            best = Math.Min(best, Stopwatch.GetElapsedTime(start).TotalSeconds);
            bytes = GC.GetAllocatedBytesForCurrentThread() - allocated;
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{what,-24} {spans,10:N0} spans {spans / best,12:N0} spans/s {(double)bytes / spans,8:F1} bytes allocated a span"));
    }

    static string Generate()
    {
        var random = new Random(7);
        var path = Path.GetTempFileName();
        using var file = new StreamWriter(path);
        file.WriteLine("TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,Duration");
        for (var trace = 0; trace < Traces; trace++)
        {
            var id = $"{random.NextInt64():x16}{random.NextInt64():x16}";
            var ids = new ulong[SpansOfTrace];
            for (var span = 0; span < SpansOfTrace; span++)
            {
                ids[span] = (ulong)random.NextInt64() | 1;
                var parent = span == 0 ? "root" : ids[random.Next(span)].ToString("x16", CultureInfo.InvariantCulture);
                var start = 1_661_256_000_000_000_000 + (trace * 5_000_000L) + (span * 100_000);
                var service = random.Next(30);
                file.WriteLine(
                    $"{id},{ids[span]:x16},{parent},service{service}-579b9bff58-t2dbm,shop.Service{service}/Method{random.Next(5)},{start},{start + 2_000_000},2000");
            }
        }

        return path;
    }

    sealed class Ignored : ISpanSink
    {
        public void Add(in Span span)
        {
        }
    }
}
