using Presage.Models.Calibration;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>What CSV and JSON say of bands: of those a forecast shows (no prefix), and of each kind that was compared.</summary>
static class BandColumns
{
    static readonly (string Prefix, Func<RowBands, BandQuality?> Bands)[] Kinds =
    [
        ("", bands => bands.Shown),
        ("split", bands => bands.Split),
        ("adaptive", bands => bands.Adaptive),
        ("quantile", bands => bands.Quantile),
    ];

    static readonly (string Name, Func<BandQuality, IReadOnlyList<double>> Levels)[] Measures =
    [
        ("Coverage", quality => quality.Coverage),
        ("Width", quality => quality.Width),
        ("IntervalScore", quality => quality.Score),
    ];

    /// <summary>The name of every number, such as <c>coverage80</c> or <c>splitWidth95</c>.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. from kind in Kinds
           from measure in Measures
           from level in BandLevels.All
           select FormattableString.Invariant($"{kind.Prefix}{measure.Name}{level * 100:0}") into name
           select char.ToLowerInvariant(name[0]) + name[1..],
    ];

    /// <summary>The numbers of a row in the order of <see cref="Names"/>; null where that kind was not measured.</summary>
    public static IEnumerable<double?> Of(RowBands bands) =>
        from kind in Kinds
        let quality = kind.Bands(bands)
        from measure in Measures
        from level in Enumerable.Range(0, BandLevels.All.Count)
        select quality is null ? (double?)null : measure.Levels(quality)[level];

    /// <summary>Which kind a forecast shows.</summary>
    public static string Kind(RowBands bands) => bands.IsQuantileShown ? "quantile" : "adaptive";
}
