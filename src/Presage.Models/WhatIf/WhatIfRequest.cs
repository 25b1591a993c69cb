using Presage.Models.Artefacts;
using Presage.Telemetry.Topology;

namespace Presage.Models.WhatIf;

/// <summary>The question what would be under another load.</summary>
public sealed record WhatIfRequest
{
    /// <summary>The forecast under the usual load, with the history it was made from.</summary>
    public required ForecastResult Usual { get; init; }

    /// <summary>What changes; factors of the same service multiply.</summary>
    public required IReadOnlyList<LoadFactor> Changes { get; init; }

    /// <summary>Who calls whom; null where it is not known.</summary>
    public ServiceGraph? Graph { get; init; }

    /// <summary>The metric that measures the load; null, the default, to recognise it by its name.</summary>
    public string? LoadMetric { get; init; }
}
