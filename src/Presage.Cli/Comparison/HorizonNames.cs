using System.Globalization;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>Says which forecast steps a row's horizon stands for: one protocol means step 96 by it, another all steps up to 96.</summary>
sealed class HorizonNames
{
    readonly Dictionary<string, ReportedSteps> _steps;

    /// <param name="result">The evaluation whose horizons are named.</param>
    public HorizonNames(EvaluationResult result)
    {
        InOwnUnits = result.Tasks.Any(task => task.InOwnUnits);
        Unit = UnitOf(result.Tasks[0]);
        _steps = result.Tasks.SelectMany(task => task.Reported).DistinctBy(steps => steps.Name).ToDictionary(steps => steps.Name);
    }

    /// <summary>Whether errors are in the metrics' own units.</summary>
    public bool InOwnUnits { get; }

    /// <summary>What errors are measured in, as words.</summary>
    public string Unit { get; }

    /// <summary>What a task's errors are measured in, as words.</summary>
    public static string UnitOf(EvaluationTask task) => task.InOwnUnits
        ? "the metrics' own units"
        : $"standard deviations of the train part{(task.Scaler.IsLogarithmic ? ", of logarithms" : "")}";

    /// <summary><c>step 12</c> or <c>steps 1-96</c>.</summary>
    public string Show(string horizon) => SingleStep(horizon) is { } step
        ? string.Create(CultureInfo.InvariantCulture, $"step {step}")
        : string.Create(
            CultureInfo.InvariantCulture, $"{(_steps[horizon].IsMeanOfSteps ? "mean of " : "")}steps {_steps[horizon].First + 1}-{_steps[horizon].End}");

    /// <summary>The step's number, from 1, where the horizon is one step; null for several.</summary>
    public int? SingleStep(string horizon) => _steps[horizon] is var steps && steps.End - steps.First == 1 ? steps.End : null;
}
