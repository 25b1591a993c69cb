using System.Globalization;
using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Telemetry.Datasets;
using QuickStart;

// From a CSV to a stored model and a forecast with bands, through the library.
var folder = Directory.CreateTempSubdirectory("presage-quick-start-");
var csv = Path.Combine(folder.FullName, "my.csv");
var artefact = Path.Combine(folder.FullName, "my.presage");
OwnMetrics.WriteCsv(csv);

#region quick-start
// Train, judge on the newest fifth of the data, store.
var recording = ReaderCatalog.Read(csv);
var (trained, report) = ForecasterTraining.Run(new TrainingRequest
{
    Model = ModelCatalog.Get("dual-channel"),
    Recording = recording,
    Settings = ModelSettings.Parse(["steps=100"]), // fewer than usual: this is a demonstration
});
using (trained)
{
    ArtefactFile.Write(artefact, trained);
}

// Later, perhaps elsewhere: forecast from the newest values, in the data's own units.
using var stored = ArtefactFile.Read(artefact);
var forecast = stored.Forecast(stored.Align(ReaderCatalog.Read(csv)));
#endregion

var judged = report.Rows.Last(row => row.Metric is null);
Console.WriteLine(Text($"{judged.Model} on {judged.Windows} windows it never saw, in train standard deviations:"));
Console.WriteLine(Text($"MSE {judged.Errors.Mse:0.000}, MAE {judged.Errors.Mae:0.000}"));
foreach (var series in forecast.Series)
{
    var band = series.Bands[0];
    var range = Text($"80 % between {band.Lower[3]:0.0} and {band.Upper[3]:0.0}");
    Console.WriteLine(Text($"{series.Entity,-9} {series.Metric,-11} in an hour {series.Point[3],7:0.0}, {range}"));
}

folder.Delete(recursive: true);

static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
