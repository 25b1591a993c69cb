using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>A number of every node.</summary>
/// <param name="Name">What it is, with the model and the metric.</param>
/// <param name="Values">One value a node; what is not finite was not measured.</param>
sealed record MapMeasure(string Name, [property: JsonConverter(typeof(PlotValuesJsonConverter))] IReadOnlyList<double> Values)
{
    /// <summary>Whether the values are changes in percent, which are coloured by rise and fall.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool IsChange { get; init; }
}
