using System.Globalization;
using OwnModel;
using Presage.Models;
using Presage.Models.Evaluation;
using Presage.Telemetry.Datasets;

// A model of one's own beside the built-in ones: one file, MeanReversionForecaster.cs, and one line in a list.
ModelEntry[] models =
[
    #region own-model-line
    new(MeanReversionForecaster.ModelCard, settings => new MeanReversionForecaster(settings), []),
    #endregion
    ModelCatalog.Get("last"),
    ModelCatalog.Get("ridge"),
];
var request = new EvaluationRequest
{
    Models = [.. models.Select(model => model.Card.Id)],
    Recording = GeneratedCluster.Create(new GeneratedClusterOptions { Machines = 4, Days = 4 }),
    Protocol = "cluster",
    ProtocolOptions = new ProtocolOptions { Lookback = 48, Horizons = [1, 12] },
    Settings = ModelSettings.Parse(["mean-reversion.steps=12"]),
};
var result = Evaluator.Run(request, models);

Console.WriteLine("Generated data: errors show how to compare, not what a model is worth.");
foreach (var row in result.Rows)
{
    Console.WriteLine(Text($"{row.Model,-16} {row.Horizon,4}  MSE {row.Errors.Mse:0.0000}  MAE {row.Errors.Mae:0.0000}"));
}

foreach (var test in result.Significance.Where(test => test.Horizon == "all" && test.Measure == "mse"))
{
    var interval = Text($"95 % {test.Low:+0.0000;-0.0000} to {test.High:+0.0000;-0.0000}, p {test.P:0.0000}");
    Console.WriteLine(Text($"{test.Model} less {test.Against}: {test.Difference:+0.0000;-0.0000} ({interval})"));
}

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
