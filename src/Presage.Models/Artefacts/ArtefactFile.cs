using System.Reflection;
using Presage.Models.Calibration;
using Presage.Models.Forecasting;
using Presage.Telemetry.Windows;

namespace Presage.Models.Artefacts;

/// <summary>Stores a trained forecaster as one file and brings it back.</summary>
public static class ArtefactFile
{
    const string Means = "scaler.means";
    const string Deviations = "scaler.deviations";
    const string Units = "scaler.units";

    /// <summary>Writes an artefact; a failure leaves no file behind and an existing one as it was.</summary>
    /// <param name="path">Usually ending in <c>.presage</c>.</param>
    /// <param name="trained">What to store.</param>
    /// <exception cref="IOException">The disk is full, or the path cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">The path may not be written.</exception>
    public static void Write(string path, TrainedForecaster trained)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(trained);
        AtomicFile.Write(path, stream => Write(stream, trained));
    }

    /// <summary>Reads an artefact of a model of the catalogue.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <returns>A forecaster whose forecasts are bit-equal to those of the one that was written.</returns>
    /// <exception cref="ArtefactException">The file is missing, damaged, newer, or of an unknown model.</exception>
    public static TrainedForecaster Read(string path) => Read(path, ModelCatalog.Get);

    /// <summary>Reads an artefact of any model.</summary>
    /// <param name="path">As the user gave it.</param>
    /// <param name="find">Finds a model's catalogue line by its name.</param>
    /// <returns>A forecaster whose forecasts are bit-equal to those of the one that was written.</returns>
    /// <exception cref="ArtefactException">The file is missing, damaged, newer, or of an unknown model.</exception>
    public static TrainedForecaster Read(string path, Func<string, ModelEntry> find)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(find);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new ArtefactException(
                $"{path}: {(error is FileNotFoundException or DirectoryNotFoundException ? "there is no such file." : error.Message)}", error);
        }

        return Read(path, bytes, find);
    }

    internal static void Write(Stream stream, TrainedForecaster trained)
    {
        var writer = new ArtefactWriter();
        writer.Write(Means, trained.Scaler.Means, trained.Scaler.Entities.Count, trained.Scaler.Metrics.Count);
        writer.Write(Deviations, trained.Scaler.Deviations, trained.Scaler.Entities.Count, trained.Scaler.Metrics.Count);
        if (trained.Scaler.IsLogarithmic)
        {
            writer.Write(Units, trained.Scaler.Units, trained.Scaler.Entities.Count, trained.Scaler.Metrics.Count);
        }

        trained.Bands.Save(writer);
        trained.Forecaster.Save(writer);
        var header = new ArtefactHeader
        {
            Writer = $"presage {typeof(ArtefactFile).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0]}",
            Model = trained.Forecaster.Card.Id,
            Settings = trained.Settings.Given,
            Window = trained.Window,
            Grid = trained.Grid,
            Entities = trained.Scaler.Entities,
            Metrics = trained.Scaler.Metrics,
            Data = trained.Data,
            Numbers = writer.Numbers,
            Names = writer.Names,
            Tensors = [.. writer.Tensors.Select(tensor => new ArtefactTensorEntry(tensor.Name, tensor.Shape))],
        };
        ArtefactFormat.Write(stream, header, writer.Tensors);
    }

    internal static TrainedForecaster Read(string source, ReadOnlySpan<byte> bytes, Func<string, ModelEntry> find)
    {
        var (header, tensors) = ArtefactFormat.Read(source, bytes);
        var reader = new ArtefactReader(source, tensors, header.Numbers, header.Names);
        try
        {
            var entry = find(header.Model);
            var settings = ModelSettings.From(header.Settings).For(entry.Card);
            header.Window.Validate();
            var shape = new ForecastShape(header.Window.Lookback, header.Window.Horizon, header.Metrics.Count);
            int entities = header.Entities.Count;
            var forecaster = entry.Create(settings);
            forecaster.Load(reader, shape);
            return new TrainedForecaster
            {
                Forecaster = forecaster,
                Settings = settings,
                Scaler = new FrameScaler(
                    header.Entities,
                    header.Metrics,
                    reader.Read(Means, entities, shape.Metrics),
                    reader.Read(Deviations, entities, shape.Metrics),
                    reader.Has(Units) ? reader.Read(Units, entities, shape.Metrics) : null),
                Window = header.Window,
                Grid = header.Grid,
                Bands = ConformalBands.Load(reader, shape),
                Data = header.Data,
            };
        }
        catch (Exception error) when (error is UnknownModelException or SettingException or ArgumentException)
        {
            throw new ArtefactException($"{source}: the artefact cannot be used by this program: {error.Message}", error);
        }
    }
}
