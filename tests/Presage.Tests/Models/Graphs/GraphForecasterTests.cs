using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Models.Evaluation;
using Presage.Models.Forecasting;
using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Tests.Models.Graphs;

public sealed class GraphForecasterTests
{
    [Fact]
    public void Ridge_NeighboursKnowTheFuture_OnlyTheGraphFindsIt()
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));

        // One map serves all nodes, and the first of the four sees itself in place of a neighbour: the best weight on that is 3/4,
        // which leaves 3/4 (1 - 3/4)² + 1/4 (1 + (3/4)²) = 0.44 of a variance of 1.
        Assert.InRange(Error("ridge", task, "graph=on"), 0.3, 0.5);
        Assert.InRange(Error("ridge", task, "graph=off"), 0.9, 1.2);
        Assert.InRange(Error("ridge", GraphData.Task(GraphData.Chain(4), null), "graph=on"), 0.9, 1.2);
    }

    [Theory]
    [InlineData("supports=on")]
    [InlineData("attention=off")]
    public void GraphTemporal_NeighboursKnowTheFuture_TheNetworkAloneLearnsIt(string parts)
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));
        string[] small = ["linear-skip=off", "days=off", "dropout=0", "steps=300", "learning-rate=0.01", "width=16", parts];

        Assert.InRange(Error("graph-temporal", task, small), 0, 0.5);
        Assert.InRange(Error("graph-temporal", task, [.. small, "graph=off"]), 0.8, 1.5);
    }

    [Theory]
    [InlineData("graph-wavenet", "dropout=0")]
    [InlineData("astgcn", "filters=16")]
    public void Peers_NeighboursKnowTheFuture_LearnFromThem(string model, string setting)
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));
        string[] settings = ["rounds=20", "learning-rate=0.01", setting];

        Assert.InRange(Error(model, task, settings), 0, 0.75);
        Assert.InRange(Error("stid", task, "rounds=10", "learning-rate=0.01"), 0.8, 1.6);
    }

    // What belongs to a node by its place starts at random, and is off.
    [Theory]
    [InlineData("graph-temporal", "embeddings=off", "adaptive=off", "dropout=0", "steps=20")]
    [InlineData("service-performance", "dropout=0", "steps=20")]
    [InlineData("gcn-gru", "rounds=2", "batch=64")]
    public void Forecast_NodesInAnotherOrder_GivesTheirForecastsInThatOrder(string model, params string[] settings)
    {
        var frame = GraphData.Chain(5);
        int[] order = [3, 0, 4, 1, 2];
        var shuffled = new Frame(
            frame.StartMs, frame.StepMs, frame.HasCalendar, [.. order.Select(node => frame.Entities[node])], frame.Metrics,
            [.. order.SelectMany(node => frame.Values(node, 0).ToArray())]);

        var (task, other) = (GraphData.Task(frame, GraphData.Graph(5)), GraphData.Task(shuffled, GraphData.Graph(5)));
        var (straight, mixed) = (Forecasts(model, task, settings), Forecasts(model, other, settings));

        int windows = task.Test.Count / 5;
        for (int node = 0; node < 5; node++)
        {
            for (int place = 0; place < windows * 2; place++)
            {
                Assert.Equal(straight[(order[node] * windows * 2) + place], mixed[(node * windows * 2) + place], 1e-3);
            }
        }
    }

    [Fact]
    public void ServicePerformance_NeighboursKnowTheFuture_TheNetworkAloneLearnsIt()
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));
        string[] small = ["linear-skip=off", "days=off", "dropout=0", "steps=300", "learning-rate=0.01", "width=16"];

        Assert.InRange(Error("service-performance", task, small), 0, 0.5);
        Assert.InRange(Error("service-performance", task, [.. small, "graph=off"]), 0.8, 1.5);
    }

    [Theory]
    [InlineData("graph-temporal", "attention", "mix of graphs", "influence")]
    [InlineData("service-performance", "influence")]
    public void LearnedGraphs_NeighboursKnowTheFuture_ListenToThemAndNotToThoseWhoFollow(string id, params string[] names)
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));
        using var model = Fitted(id, task, ["linear-skip=off", "days=off", "dropout=0", "steps=300", "learning-rate=0.01", "width=16"]);

        var graphs = ((ILearnsGraph)model).LearnedGraphs(task.Test);

        Assert.Equal(names, graphs.Select(graph => graph.Name));
        Assert.All(graphs, graph => Assert.Equal(task.Test.Frame.Entities, graph.Nodes));
        foreach (var graph in graphs.SkipLast(1))
        {
            Assert.All(Enumerable.Range(0, 4), node => Assert.InRange(Enumerable.Range(0, 4).Sum(other => graph[node, other]), 0, 1.001f));
            Assert.All(graph.Strengths, strength => Assert.InRange(strength, 0, 1));
        }

        foreach (var graph in graphs.Where(graph => graph.Name != "attention"))
        {
            for (int node = 1; node < 3; node++)
            {
                string told = $"{graph.Name}: {graph[node, node - 1]} to whom it follows, {graph[node, node + 1]} to who follows it";
                Assert.True(graph[node, node - 1] > 1.5f * graph[node, node + 1], told);
            }
        }
    }

    [Theory]
    [InlineData("graph-temporal")]
    [InlineData("service-performance")]
    public void LearnedGraphs_WithoutGraph_NobodyMovesAnother(string id)
    {
        var task = GraphData.Task(GraphData.Chain(3), GraphData.Graph(3));
        using var model = Fitted(id, task, ["graph=off", "steps=20"]);

        var influence = Assert.Single(((ILearnsGraph)model).LearnedGraphs(task.Test));

        for (int place = 0; place < 9; place++)
        {
            Assert.Equal(place / 3 == place % 3, influence.Strengths[place] > 0);
        }
    }

    [Theory]
    [InlineData("gcn-gru")]
    [InlineData("graph-wavenet")]
    [InlineData("astgcn")]
    public void LearnedGraphs_OfPeers_AreHowFarNodesMoveEachOther(string id)
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));
        using var model = Fitted(id, task, ["rounds=5", "learning-rate=0.01"]);

        var influence = Assert.Single(((ILearnsGraph)model).LearnedGraphs(task.Test));

        Assert.All(influence.Strengths, strength => Assert.True(float.IsFinite(strength) && strength >= 0));
        Assert.All(Enumerable.Range(0, 4), node => Assert.True(influence[node, node] > 0));
        Assert.True(influence[1, 0] > 0);
    }

    [Fact]
    public void LearnedGraphs_BeforeFit_IsRefused()
    {
        using var model = Create("graph-temporal", []);

        Assert.Throws<InvalidOperationException>(() => ((ILearnsGraph)model).LearnedGraphs(GraphData.Task(GraphData.Chain(3), null).Test));
    }

    [Theory]
    [InlineData("graph-temporal")]
    [InlineData("service-performance")]
    [InlineData("ridge")]
    [InlineData("stid")]
    [InlineData("gcn-gru")]
    [InlineData("graph-wavenet")]
    [InlineData("astgcn")]
    public void Fit_EmptyGraphIsolatedNodeConstantSeriesAndOppositeLoads_StaysFinite(string model)
    {
        var frame = GraphData.Chain(4);
        float[] values = [.. frame.Values(0, 0), .. frame.Values(0, 0).ToArray().Select(value => -value), .. Enumerable.Repeat(7f, frame.Bins),
            .. Enumerable.Repeat(float.NaN, frame.Bins)];
        ServiceGraph[] graphs = [ServiceGraph.Empty, GraphData.Graph(2), GraphData.Graph(4)];
        foreach (var graph in graphs)
        {
            var task = GraphData.Task(frame.With(values), graph);
            Assert.All(Forecasts(model, task, Quick(model)), value => Assert.True(float.IsFinite(value)));
        }
    }

    [Theory]
    [InlineData("graph-temporal")]
    [InlineData("service-performance")]
    [InlineData("gcn-gru")]
    [InlineData("graph-wavenet")]
    [InlineData("astgcn")]
    public void Fit_KnownGraphs_AreNotLearned(string id)
    {
        var task = GraphData.Task(GraphData.Chain(4), GraphData.Graph(4));

        Assert.Equal(Supports(1), Supports(3));

        float[] Supports(int epochs)
        {
            using var model = Create(id, []);
            model.Fit(task.ForecastTask, new FitOptions { Epochs = epochs });
            var writer = new ArtefactWriter();
            model.Save(writer);
            return Assert.Single(writer.Tensors, tensor => tensor.Name == "supports").Values;
        }
    }

    [Theory]
    [InlineData("learned", true)]
    [InlineData("0.5", false)]
    public void Fit_FusionOfGraphAndRecurrence_SaysTheLearnedShare(string alpha, bool isLearned)
    {
        using var model = Create("graph-temporal", ["linear-skip=off", "steps=60", $"alpha={alpha}"]);

        var report = model.Fit(GraphData.Task(GraphData.Chain(4), GraphData.Graph(4)).ForecastTask, new FitOptions());

        Assert.Equal(isLearned, report.Learned.ContainsKey("alpha"));
        if (isLearned)
        {
            Assert.InRange(report.Learned["alpha"], 0.001, 0.999);
            Assert.NotEqual(0.5, report.Learned["alpha"]); // where it starts
        }
    }

    [Fact]
    public void Forecast_NodeThatWasNotTrained_NamesIt()
    {
        var task = GraphData.Task(GraphData.Chain(3), GraphData.Graph(3));
        using var model = Fitted("graph-temporal", task, ["steps=1"]);
        var frame = GraphData.Chain(3);
        var renamed = new Frame(frame.StartMs, frame.StepMs, true, ["n0", "n1", "stranger"], frame.Metrics, [.. Enumerable.Range(0, 3).SelectMany(i => frame.Values(i, 0).ToArray())]);
        var windows = WindowSet.Create(renamed, new BinRange(0, frame.Bins), task.Test.Options);

        var error = Assert.Throws<ModelDataException>(() => model.Forecast(windows, 0, windows.Count, new float[windows.Count * 2]));

        Assert.Contains("'stranger'", error.Message);
        Assert.Contains("n0, n1, n2", error.Message);
    }

    [Theory]
    [InlineData("graph-temporal", "steps=3")]
    [InlineData("service-performance", "steps=3")]
    [InlineData("ridge", "graph=on")]
    [InlineData("stid", "rounds=1")]
    [InlineData("gcn-gru", "rounds=1")]
    [InlineData("graph-wavenet", "rounds=1")]
    [InlineData("astgcn", "rounds=1")]
    public void Load_SavedWithGraphAndDays_ForecastsBitEqual(string id, string setting)
    {
        var hasDays = setting != "rounds=1";
        var frame = GraphData.Chain(3, bins: hasDays ? 5000 : 500);
        var task = GraphData.Task(frame, GraphData.Graph(3));
        string[] settings = hasDays ? [setting, "days=on"] : [setting];
        using var model = Fitted(id, task, settings);
        using var loaded = Create(id, settings);
        var writer = new ArtefactWriter();
        model.Save(writer);

        loaded.Load(new ArtefactReader("test", writer.Tensors, writer.Numbers, writer.Names), task.Shape);

        Assert.Equal(Forecasts(model, task), Forecasts(loaded, task));
    }

    static string[] Quick(string model) => model switch
    {
        "ridge" => ["graph=on"],
        "graph-temporal" or "service-performance" => ["steps=5"],
        _ => ["rounds=1", "batch=128"],
    };

    static Forecaster Create(string id, string[] settings)
    {
        var entry = ModelCatalog.Get(id);
        return entry.Create(ModelSettings.Parse(settings).For(entry.Card));
    }

    static Forecaster Fitted(string id, EvaluationTask task, string[] settings)
    {
        var model = Create(id, settings);
        model.Fit(task.ForecastTask, new FitOptions());
        return model;
    }

    static float[] Forecasts(string id, EvaluationTask task, string[] settings)
    {
        using var model = Fitted(id, task, settings);
        return Forecasts(model, task);
    }

    static float[] Forecasts(Forecaster model, EvaluationTask task)
    {
        var forecast = new float[task.Test.Count * task.Shape.OutputLength];
        model.Forecast(task.Test, 0, task.Test.Count, forecast);
        return forecast;
    }

    // Mean squared error on test.
    static double Error(string id, EvaluationTask task, params string[] settings)
    {
        var forecasts = Forecasts(id, task, settings);
        int length = task.Shape.OutputLength;
        var (target, mask) = (new float[length], new float[length]);
        double sum = 0;
        double count = 0;
        for (int window = 0; window < task.Test.Count; window++)
        {
            task.Test.CopyTarget(window, target, mask);
            for (int place = 0; place < length; place++)
            {
                sum += mask[place] * Math.Pow(forecasts[(window * length) + place] - target[place], 2);
                count += mask[place];
            }
        }

        return sum / count;
    }
}
