using Presage.Telemetry.Series;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Benchmarks.WhatIf;

/// <summary>The metrics of a simulated shop, minute by minute, and who called whom; kept in a file because a run takes long.</summary>
/// <param name="Frame">[service, metric, minute].</param>
/// <param name="Graph">The calls.</param>
sealed record ShopRun(Frame Frame, ServiceGraph Graph)
{
    const long StepMs = 60_000;

    /// <summary>Reads a run that was kept, or makes and keeps it.</summary>
    public static ShopRun ReadOrMake(string path, Func<ShopRun> make)
    {
        if (!File.Exists(path))
        {
            make().Write(path);
        }

        return Read(path);
    }

    /// <summary>The run up to a minute, not included.</summary>
    public Frame Until(int minute)
    {
        var values = Enumerable.Range(0, Frame.Entities.Count * Frame.Metrics.Count)
            .SelectMany(row => Frame.Values(row / Frame.Metrics.Count, row % Frame.Metrics.Count)[..minute].ToArray());
        return new Frame(Frame.StartMs, StepMs, true, Frame.Entities, Frame.Metrics, [.. values]);
    }

    /// <summary>A frame as a reader would have returned it.</summary>
    public static Recording Record(Frame frame)
    {
        long[] times = [.. Enumerable.Range(0, frame.Bins).Select(frame.TimeMs)];
        var series = from entity in Enumerable.Range(0, frame.Entities.Count)
                     from metric in Enumerable.Range(0, frame.Metrics.Count)
                     select new RawSeries(
                         frame.Entities[entity], frame.Metrics[metric], times, Array.ConvertAll(frame.Values(entity, metric).ToArray(), value => (double)value));
        return new Recording("simulated", "simulated", true, [.. series], new ReadingReport(0, 0, 0, 0, 0, 0, 0));
    }

    static ShopRun Read(string path)
    {
        using var reader = new BinaryReader(File.OpenRead(path));
        long startMs = reader.ReadInt64();
        string[] entities = Names(reader), metrics = Names(reader);
        var values = new float[entities.Length * metrics.Length * reader.ReadInt32()];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = reader.ReadSingle();
        }

        var graph = new ServiceGraphBuilder();
        foreach (var entity in entities)
        {
            graph.AddNode(entity);
        }

        for (int edges = reader.ReadInt32(); edges > 0; edges--)
        {
            graph.AddEdge(reader.ReadString(), reader.ReadString(), EdgeSources.CallTable, reader.ReadSingle());
        }

        return new ShopRun(new Frame(startMs, StepMs, true, entities, metrics, values), graph.Build());
    }

    static string[] Names(BinaryReader reader) => [.. Enumerable.Range(0, reader.ReadInt32()).Select(_ => reader.ReadString())];

    void Write(string path)
    {
        var part = path + ".part";
        using (var writer = new BinaryWriter(File.Create(part)))
        {
            writer.Write(Frame.StartMs);
            foreach (var names in (IReadOnlyList<string>[])[Frame.Entities, Frame.Metrics])
            {
                writer.Write(names.Count);
                foreach (var name in names)
                {
                    writer.Write(name);
                }
            }

            writer.Write(Frame.Bins);
            for (int row = 0; row < Frame.Entities.Count * Frame.Metrics.Count; row++)
            {
                foreach (float value in Frame.Values(row / Frame.Metrics.Count, row % Frame.Metrics.Count))
                {
                    writer.Write(value);
                }
            }

            writer.Write(Graph.Edges.Count);
            foreach (var edge in Graph.Edges)
            {
                writer.Write(Graph.Nodes[edge.From].Name);
                writer.Write(Graph.Nodes[edge.To].Name);
                writer.Write(edge.Weight);
            }
        }

        File.Move(part, path);
    }
}
