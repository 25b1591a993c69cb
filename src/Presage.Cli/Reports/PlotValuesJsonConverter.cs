using System.Text.Json;
using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>Writes values for a plot: seven digits are enough for any screen, and what is not finite is null, which a chart draws as a gap.</summary>
sealed class PlotValuesJsonConverter : JsonConverter<IReadOnlyList<double>>
{
    /// <inheritdoc />
    public override IReadOnlyList<double> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A report is written, never read back.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<double> value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        foreach (var number in value)
        {
            if (!double.IsFinite(number))
            {
                writer.WriteNullValue();
            }
            else if (float.IsFinite((float)number))
            {
                writer.WriteNumberValue((float)number);
            }
            else
            {
                writer.WriteNumberValue(number);
            }
        }

        writer.WriteEndArray();
    }
}
