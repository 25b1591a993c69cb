using Presage.Models.Artefacts;

namespace Presage.Models.WhatIf;

/// <summary>A forecast under a hypothetical load, beside the one under the usual load.</summary>
/// <param name="Usual">What comes if nothing changes.</param>
/// <param name="Changed">What comes under the hypothetical load from now on; the same series in the same order.</param>
/// <param name="Loads">How far the load is from what was seen, service by service.</param>
public sealed record WhatIfResult(ForecastResult Usual, ForecastResult Changed, IReadOnlyList<LoadReach> Loads);
