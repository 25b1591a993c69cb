using Presage.Models.Forecasting;
using Presage.Models.Regression;

namespace Presage.Models.Graphs;

/// <summary>The closed-form linear forecast of every node, with what each metric looks at chosen for that metric.</summary>
/// <remarks>
/// What earlier days, neighbours and other metrics say is worth much to one metric and nothing to another: a load follows the hour, the
/// latency of an idle service is noise. Each metric takes the groups of features and the penalty that did best in the mean over
/// rolling origins: the last two quarters of train and validation, each forecast from what came before. Halfway between a choice and the
/// node's own window alone is a choice as well, since the errors of the two cancel in part; and so is any of them drawn towards the
/// mean of train by a quarter, half or three quarters, which is the best forecast of a metric whose past says nothing.
/// </remarks>
static class SelectiveStart
{
    static readonly double[] Ridges = [30, 300, 3000, 30000];
    static readonly float[] Shares = [0.5f, 1];
    static readonly float[] Trusts = [1, 0.75f, 0.5f, 0.25f];

    /// <summary>Chooses and fits.</summary>
    /// <param name="task">Joint windows; their metrics are the columns.</param>
    /// <param name="nodes">N.</param>
    /// <param name="options">What the forecast may look at.</param>
    /// <param name="cancellation">Stops between windows.</param>
    /// <returns>The features of all columns, and one set of weights a metric: [F, P, H].</returns>
    public static LinearStart Fit(ForecastTask task, int nodes, NodeFeatureOptions options, CancellationToken cancellation)
    {
        int metrics = task.Shape.Metrics / nodes;
        Choice[] choices = [.. Choices(options)];
        var features = NodeStart.Features(task, nodes, options);
        var candidates = Solve(task, features, metrics, choices, cancellation);
        var scores = new double[choices.Length * Trusts.Length * metrics]; // [choice, trust, metric]
        using (var held = Held(task, features, metrics, cancellation))
        {
            Score(candidates, features.Level, held, scores);
        }

        foreach (var (trainEnd, validationEnd) in NodeStart.Parts(task.TrainBins))
        {
            var earlier = task.Earlier(trainEnd, validationEnd);
            if (earlier.Train.Count > 0 && earlier.Validation.Count > 0)
            {
                var of = NodeStart.Features(earlier, nodes, options);
                using var held = Held(earlier, of, metrics, cancellation);
                Score(Solve(earlier, of, metrics, choices, cancellation), of.Level, held, scores);
            }
        }

        int size = features.Count * task.Shape.Horizon;
        var weights = new float[metrics * size];
        for (int metric = 0; metric < metrics; metric++)
        {
            int best = Enumerable.Range(0, choices.Length * Trusts.Length).MinBy(choice => scores[(choice * metrics) + metric]);
            var chosen = Drawn(candidates[best / Trusts.Length], Trusts[best % Trusts.Length], features.Level);
            chosen.Weights.AsSpan(metric * size, size).CopyTo(weights.AsSpan(metric * size));
        }

        return new LinearStart(features, new LinearForecast(metrics, features.Count, task.Shape.Horizon, weights), double.NaN);
    }

    // The first looks at the node's own window alone.
    static IEnumerable<Choice> Choices(NodeFeatureOptions options)
    {
        foreach (double ridge in Ridges)
        {
            yield return new Choice(default, ridge, 1);
        }

        NodeFeatureOptions[] groups = [new(false, true), new(true, false), new(true, true), new(false, false, true), new(false, true, true), new(true, true, true)];
        foreach (var group in groups.Select(group => And(group, options)).Where(group => group != default).Distinct())
        {
            foreach (double ridge in Ridges)
            {
                foreach (float share in Shares)
                {
                    yield return new Choice(group, ridge, share);
                }
            }
        }
    }

    static NodeFeatureOptions And(NodeFeatureOptions one, NodeFeatureOptions other) =>
        new(one.Graph && other.Graph, one.Days && other.Days, one.Metrics && other.Metrics);

    static DirectRidge Held(ForecastTask task, NodeFeatures features, int metrics, CancellationToken cancellation) =>
        DirectRidge.Accumulate(task.Validation, features, metrics, cancellation);

    static LinearForecast[] Solve(ForecastTask task, NodeFeatures features, int metrics, Choice[] choices, CancellationToken cancellation)
    {
        using var fitted = DirectRidge.Accumulate(task.Train, features, metrics, cancellation);
        var own = Ridges.ToDictionary(ridge => ridge, ridge => NodeStart.Shared(fitted.Solve(ridge, features.LeftOut(default)), metrics));
        var solved = new Dictionary<Choice, LinearForecast>();
        foreach (var whole in choices.Where(choice => choice.Share >= 1))
        {
            cancellation.ThrowIfCancellationRequested();
            solved[whole] = whole.Groups == default ? own[whole.Ridge] : NodeStart.Shared(fitted.Solve(whole.Ridge, features.LeftOut(whole.Groups)), metrics);
        }

        return [.. choices.Select(choice => Between(own[choice.Ridge], solved[choice with { Share = 1 }], choice.Share))];
    }

    static LinearForecast Between(LinearForecast own, LinearForecast wide, float share)
    {
        if (share >= 1)
        {
            return wide;
        }

        var weights = new float[wide.Weights.Length];
        for (int i = 0; i < weights.Length; i++)
        {
            weights[i] = (share * wide.Weights[i]) + ((1 - share) * own.Weights[i]);
        }

        return wide with { Weights = weights };
    }

    // A share of a forecast, which is relative to the window's level m: m + w f becomes m + (trust - 1) m + trust w f.
    static LinearForecast Drawn(LinearForecast forecast, float trust, int level)
    {
        if (trust >= 1)
        {
            return forecast;
        }

        float[] weights = [.. forecast.Weights.Select(weight => trust * weight)];
        for (int metric = 0; metric < forecast.Metrics; metric++)
        {
            foreach (ref float weight in weights.AsSpan(((metric * forecast.Features) + level) * forecast.Horizon, forecast.Horizon))
            {
                weight += trust - 1;
            }
        }

        return forecast with { Weights = weights };
    }

    // Errors relative to that of the first choice, so that every part of the data counts alike.
    static void Score(LinearForecast[] candidates, int level, DirectRidge held, double[] scores)
    {
        int metrics = scores.Length / (candidates.Length * Trusts.Length);
        double[] first = [.. Enumerable.Range(0, metrics).Select(metric => held.Error(candidates[0], metric))];
        for (int choice = 0; choice < candidates.Length; choice++)
        {
            for (int trust = 0; trust < Trusts.Length; trust++)
            {
                var drawn = Drawn(candidates[choice], Trusts[trust], level);
                for (int metric = 0; metric < metrics; metric++)
                {
                    double error = first[metric] > 0 ? held.Error(drawn, metric) / first[metric] : 0;
                    scores[(((choice * Trusts.Length) + trust) * metrics) + metric] += error;
                }
            }
        }
    }

    readonly record struct Choice(NodeFeatureOptions Groups, double Ridge, float Share);
}
