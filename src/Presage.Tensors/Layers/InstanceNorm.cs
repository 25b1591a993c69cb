using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Layers;

/// <summary>Gives every channel of every window mean 0 and variance 1, and puts level and scale back on the forecast.</summary>
/// <remarks>
/// <code>
/// σ = √(variance + 1e-5)           over the time of the window, population variance
/// x̂ = (x - μ)/σ · γ + β
/// y = (ŷ - β)/(γ + 1e-10) · σ + μ
/// </code>
/// RevIN of Kim et al. 2022 (OpenReview cGDAkQo1C0p); without γ and β it is the instance norm of most forecasters. No gradient passes through μ
/// and σ. A constant window has σ = 0.00316 and stays finite.
/// </remarks>
public sealed class InstanceNorm : Layer
{
    readonly Parameter? _gain; // [N]
    readonly Parameter? _bias; // [N]

    /// <summary>Without gain and bias: no parameters.</summary>
    public InstanceNorm()
    {
    }

    /// <summary>Declares <c>gain</c> and <c>bias</c>.</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="channels">N, the size of the last axis.</param>
    public InstanceNorm(ParameterScope scope, int channels)
    {
        _gain = scope.Declare("gain", new Shape(channels), Initializers.One);
        _bias = scope.Declare("bias", new Shape(channels), Initializers.Zero);
    }

    /// <summary>Takes level and scale off.</summary>
    /// <param name="input">[B, T, N].</param>
    /// <param name="observed">[B, T, N], 1 where a value counts for mean and deviation and 0 where not; null when all count.</param>
    /// <returns>The normalised windows [B, T, N], and [B, 2, N]: mean and deviation, for <see cref="Denormalize"/>.</returns>
    public (Tensor Normalized, Tensor Statistics) Normalize(Tensor input, Tensor? observed = null)
    {
        var statistics = InstanceStatisticsOperation.Apply(input, observed);
        return (InstanceNormOperation.Apply(input, statistics, Use(_gain, input), Use(_bias, input), inverse: false), statistics);
    }

    /// <summary>Puts level and scale back.</summary>
    /// <param name="forecast">[B, H, N]; H may differ from T.</param>
    /// <param name="statistics">[B, 2, N], from <see cref="Normalize"/>.</param>
    /// <returns>[B, H, N].</returns>
    public Tensor Denormalize(Tensor forecast, Tensor statistics) =>
        InstanceNormOperation.Apply(forecast, statistics, Use(_gain, forecast), Use(_bias, forecast), inverse: true);

    static Tensor? Use(Parameter? parameter, Tensor tensor) => parameter is null ? null : tensor.Graph.Use(parameter);
}
