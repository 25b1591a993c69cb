using System.Collections.ObjectModel;

namespace Presage.Models.Forecasting;

/// <summary>How a fit went.</summary>
/// <param name="Epochs">Passes over the train windows; 0 when nothing is learned.</param>
/// <param name="BestValidation">The error on the validation windows by which the kept weights were chosen, in scaled units; null when not measured.</param>
public sealed record FitReport(int Epochs, double? BestValidation)
{
    /// <summary>Wall time of the fit.</summary>
    public double Seconds { get; init; }

    /// <summary>Single learned numbers that say something by themselves, by name, such as the weight of a fusion.</summary>
    public IReadOnlyDictionary<string, double> Learned { get; init; } = ReadOnlyDictionary<string, double>.Empty;
}
