using System.Text.Json;
using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>Writes a number of the comparison table; JSON has no NaN, so what is not finite is null and shown as a dash.</summary>
sealed class FiniteOrNullJsonConverter : JsonConverter<double>
{
    /// <inheritdoc />
    public override double Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        throw new NotSupportedException("A report is written, never read back.");

    /// <inheritdoc />
    public override void Write(Utf8JsonWriter writer, double value, JsonSerializerOptions options)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
