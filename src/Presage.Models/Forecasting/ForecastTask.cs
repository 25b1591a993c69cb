using Presage.Telemetry.Topology;
using Presage.Telemetry.Windows;

namespace Presage.Models.Forecasting;

/// <summary>What a forecaster may learn from: train and validation, never test.</summary>
/// <param name="Train">Windows to learn from; look only into train bins.</param>
/// <param name="Validation">Windows to choose settings and weights with; may be empty.</param>
/// <param name="TrainBins">The bins whose raw values may be looked at, such as for a season's length.</param>
public sealed record ForecastTask(WindowSet Train, WindowSet Validation, BinRange TrainBins)
{
    readonly Dictionary<string, object> _shared = [];

    /// <summary>Which entity depends on which, in the order of the frame's entities; null where nothing is known.</summary>
    public Adjacency? Graph { get; init; }

    /// <summary>The scaled values behind both sets of windows.</summary>
    public Frame Frame => Train.Frame;

    /// <summary>T, H and N.</summary>
    public ForecastShape Shape => ForecastShape.Of(Train);

    /// <summary>The same task on the older part of train, with the train windows that follow in place of validation.</summary>
    /// <param name="trainEnd">Where the older part ends.</param>
    /// <param name="validationEnd">Where the windows that follow end; at most the end of train.</param>
    public ForecastTask Earlier(int trainEnd, int validationEnd) => new(
        Train.Within(TrainBins with { End = trainEnd }),
        Train.Within(new BinRange(trainEnd, validationEnd)),
        TrainBins with { End = trainEnd })
    {
        Graph = Graph,
    };

    /// <summary>A result that does not depend on a model's settings or seed, computed by the first who asks; others wait for it.</summary>
    /// <param name="name">What it is.</param>
    /// <param name="compute">How; when it throws, the next one to ask computes anew.</param>
    /// <returns>The result, the same for all.</returns>
    internal T Share<T>(string name, Func<T> compute)
        where T : notnull
    {
        lock (_shared)
        {
            if (!_shared.TryGetValue(name, out var result))
            {
                result = compute();
                _shared.Add(name, result);
            }

            return (T)result;
        }
    }
}
