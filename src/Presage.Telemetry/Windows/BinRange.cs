namespace Presage.Telemetry.Windows;

/// <summary>Bins from <paramref name="Start"/> up to but without <paramref name="End"/>.</summary>
/// <param name="Start">The first bin, from 0.</param>
/// <param name="End">The bin after the last.</param>
public readonly record struct BinRange(int Start, int End)
{
    /// <summary>How many bins lie in the range.</summary>
    public int Length => Math.Max(0, End - Start);

    /// <inheritdoc/>
    public override string ToString() => $"[{Start}, {End})";
}
