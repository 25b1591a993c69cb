using System.CommandLine.Parsing;
using System.Diagnostics;
using System.Globalization;
using Presage.Models.Evaluation;

namespace Presage.Cli.Options;

/// <summary>A bound from <c>--fail-above mse=0.5</c>: the run fails where the measured number lies above it.</summary>
/// <param name="Metric">One of <see cref="Metrics"/>.</param>
/// <param name="Bound">The largest number that passes.</param>
sealed record QualityGate(string Metric, double Bound)
{
    /// <summary>The metrics a gate can watch; each is better when smaller.</summary>
    public static IReadOnlyList<string> Metrics { get; } = ["mse", "mae", "rmse", "mape", "wape", "smape"];

    /// <summary>The number this gate watches.</summary>
    public double? Of(EvaluationRow row) => Metric switch
    {
        "mse" => row.Errors.Mse,
        "mae" => row.Errors.Mae,
        "rmse" => row.Errors.Rmse,
        "mape" => row.Errors.Mape,
        "wape" => row.Errors.Wape,
        "smape" => row.Errors.Smape,
        _ => throw new UnreachableException($"BUG: the parser let the metric '{Metric}' pass."),
    };

    /// <summary>Parses every <c>metric=bound</c> of the option, reporting the first that is none.</summary>
    public static QualityGate[]? Parse(ArgumentResult result)
    {
        var gates = new List<QualityGate>();
        foreach (var token in result.Tokens)
        {
            var parts = token.Value.Split('=');
            if (parts.Length != 2
                || !double.TryParse(parts[1], NumberStyles.Float, CultureInfo.InvariantCulture, out var bound)
                || !double.IsFinite(bound))
            {
                result.AddError($"--fail-above '{token.Value}': write a metric and a number, such as mse=0.5.");
                return null;
            }

            if (!Metrics.Contains(parts[0], StringComparer.OrdinalIgnoreCase))
            {
                result.AddError($"--fail-above '{token.Value}': no metric '{parts[0]}'; there are {string.Join(", ", Metrics)}.");
                return null;
            }

            gates.Add(new QualityGate(parts[0].ToLowerInvariant(), bound));
        }

        return [.. gates];
    }
}
