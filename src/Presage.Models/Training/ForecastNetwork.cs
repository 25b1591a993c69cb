using System.Collections.ObjectModel;
using Presage.Tensors.Autodiff;

namespace Presage.Models.Training;

/// <summary>A learned map from the windows of several metrics to their forecasts.</summary>
abstract class ForecastNetwork : IDisposable
{
    /// <summary>The learned values.</summary>
    public ParameterSet Parameters { get; } = new();

    /// <summary>Single learned numbers that say something by themselves, by name.</summary>
    public virtual IReadOnlyDictionary<string, double> Learned => ReadOnlyDictionary<string, double>.Empty;

    /// <summary>Traces the forecast.</summary>
    /// <param name="window">What is known of the windows.</param>
    /// <returns>[B, H, N] in deviations from the train mean.</returns>
    public abstract Tensor Forecast(WindowTensors window);

    public void Dispose() => Parameters.Dispose();
}
