using System.Text.Json.Serialization;

namespace Presage.Cli.Reports;

/// <summary>The report's JSON, as the page's script reads it. The default encoder escapes angle brackets, so no text can end the script element.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    Converters = [typeof(FiniteOrNullJsonConverter)])]
[JsonSerializable(typeof(ReportDocument))]
sealed partial class ReportJsonContext : JsonSerializerContext;
