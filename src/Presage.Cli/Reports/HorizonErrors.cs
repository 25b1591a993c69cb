using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>The errors of one model at each forecast step; a line in the chart of errors by horizon.</summary>
sealed record HorizonErrors
{
    /// <summary>The model's name in the catalogue, with its variant where there is one.</summary>
    public required string Model { get; init; }

    /// <summary>The forecast steps, counted from 1, rising.</summary>
    public required IReadOnlyList<int> Steps { get; init; }

    /// <summary>The mean squared error at each step, on the scale the comparison uses.</summary>
    [JsonConverter(typeof(PlotValuesJsonConverter))]
    public required IReadOnlyList<double> Mse { get; init; }

    /// <summary>The mean absolute error at each step, on the scale the comparison uses.</summary>
    [JsonConverter(typeof(PlotValuesJsonConverter))]
    public required IReadOnlyList<double> Mae { get; init; }

    /// <summary>Throws where an error list is not as long as the steps.</summary>
    /// <exception cref="ArgumentException">The lengths differ.</exception>
    internal void Validate()
    {
        if (Mse.Count != Steps.Count || Mae.Count != Steps.Count)
        {
            throw new ArgumentException($"Errors of '{Model}': {Mse.Count} MSE and {Mae.Count} MAE values for {Steps.Count} steps.");
        }
    }
}
