using Presage.Telemetry.Topology;

namespace Presage.Telemetry.Datasets;

/// <summary>batch_task of the Alibaba Cluster Trace 2018: which task of a job waits for which, from their names.</summary>
/// <remarks>
/// A node is <c>job/task</c>; an edge goes from the task that waits to the one it waits for, at the time the waiting one
/// started. No header: task_name, instance_num, job_name, task_type, status, start_time, end_time, plan_cpu, plan_mem, as in
/// schema.txt of github.com/alibaba/clusterdata, cluster-trace-v2018.
/// </remarks>
sealed class AlibabaBatchTaskReader : ITopologyReader
{
    const int Columns = 9;
    const int JobColumn = 2;
    const int StatusColumn = 4;
    const int StartColumn = 5;
    const int MostTasks = 1_000_000;

    static readonly byte[][] Prefixes = [[], [], "j_"u8.ToArray()];

    public string Format => "alibaba2018-batch-task";

    public string Description => "batch_task of the Alibaba Cluster Trace 2018, tasks that wait for each other";

    public bool Recognises(ReadOnlySpan<byte> head, string name) => AlibabaLine.Fits(head, Columns, Prefixes, StartColumn);

    public void Read(Stream stream, string name, TopologyReading reading, CancellationToken cancellation)
    {
        var lines = new LineReader(stream, name, cancellation);
        var splitter = new FieldSplitter((byte)',');
        var filter = new NameFilter(reading.Options.Jobs);
        var jobs = new ByteNames<Job?>(job => filter.Wants(job) ? new Job(job) : null, most: int.MaxValue);
        var kept = new List<Job>();
        int tasks = 0;
        while (lines.TryRead(out var line))
        {
            if (!splitter.TrySplit(line) || splitter.Count != Columns)
            {
                reading.Refuse(lines.Error(FieldError.WrongCount(splitter.Count, Columns)));
            }
            else if (!NumberField.TryParse(splitter.Field(line, StartColumn), out double start) || start is < 0 or > 1e12)
            {
                reading.Refuse(lines.Error(FieldError.NotANumber("start_time", splitter.Field(line, StartColumn))));
            }
            else if (splitter.Field(line, 0).IsEmpty || splitter.Field(line, JobColumn).IsEmpty)
            {
                reading.Refuse(lines.Error("the row names no task or no job"));
            }
            else if (jobs.Find(splitter.Field(line, JobColumn)) is { } job)
            {
                if (++tasks > MostTasks)
                {
                    throw lines.Error($"more than {MostTasks} tasks are asked for, too many nodes for one graph; choose fewer jobs");
                }

                if (job.Tasks.Count == 0)
                {
                    kept.Add(job);
                }

                reading.Keep();
                long? startMs = start > 0 ? (long)Math.Round(start * 1000) : null;
                job.Tasks.Add(new JobTask(splitter.Text(line, 0), startMs, splitter.Field(line, StatusColumn).SequenceEqual("Failed"u8)));
            }
        }

        foreach (var job in kept)
        {
            job.AddTo(reading.Graph);
        }
    }

    sealed record JobTask(string Name, long? StartMs, bool IsFailed);

    sealed class Job(string name)
    {
        public List<JobTask> Tasks { get; } = [];

        // The first task of a number is the one that others wait for: it comes again when it is tried again.
        public void AddTo(ServiceGraphBuilder graph)
        {
            var numbered = new Dictionary<int, int>();
            var parsed = new TaskName?[Tasks.Count];
            var nodes = new int[Tasks.Count];
            for (int i = 0; i < Tasks.Count; i++)
            {
                nodes[i] = graph.AddNode($"{name}/{Tasks[i].Name}");
                parsed[i] = TaskName.Of(Tasks[i].Name);
                if (parsed[i] is { } task)
                {
                    numbered.TryAdd(task.Number, nodes[i]);
                }
            }

            for (int i = 0; i < parsed.Length; i++)
            {
                foreach (int other in parsed[i]?.WaitsFor ?? [])
                {
                    if (!numbered.TryGetValue(other, out int awaited))
                    {
                        continue; // a task that the table does not have
                    }

                    if (Tasks[i].StartMs is { } startMs)
                    {
                        graph.AddCall(nodes[i], awaited, EdgeSources.TaskNames, startMs, double.NaN, Tasks[i].IsFailed);
                    }
                    else
                    {
                        graph.AddEdge(nodes[i], awaited, EdgeSources.TaskNames);
                    }
                }
            }
        }
    }
}
