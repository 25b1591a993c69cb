namespace Presage.Models.Graphs;

/// <summary>The sizes of a <see cref="GraphWaveNetNetwork"/>.</summary>
/// <param name="Channels">C, the width of a step's state.</param>
/// <param name="SkipWidth">S, the width of the skip path.</param>
/// <param name="EndWidth">The width between the two maps of the head.</param>
/// <param name="Blocks">Blocks, in each of which the dilation doubles from 1.</param>
/// <param name="Order">Edges that diffusion goes over.</param>
/// <param name="Embedding">The width of the vectors of the learned graph; 0 for none.</param>
/// <param name="Dropout">The share dropped after diffusion.</param>
sealed record GraphWaveNetSize(int Channels, int SkipWidth, int EndWidth, int Blocks, int Order, int Embedding, float Dropout)
{
    const int LeastDoublings = 2;

    /// <summary>The settings as a card lists them.</summary>
    public static IReadOnlyList<SettingCard> Cards { get; } =
    [
        new("channels", "16", "width of a step's state, published 32: 1 to 256"),
        new("skip-width", "64", "width of the skip path, published 256: 1 to 1024"),
        new("end-width", "128", "width between the head's two maps, published 512: 1 to 2048"),
        new("blocks", "4", "blocks of layers: 1 to 16"),
        new("order", "2", "edges that diffusion goes over: 1 to 4"),
        new("embedding", "10", "width of the vectors that make the learned graph, 0 for none: 0 to 64"),
        new("dropout", "0.3", "share dropped after diffusion: 0 to 0.9"),
    ];

    /// <summary>Reads the settings.</summary>
    /// <exception cref="SettingException">A value is out of its range.</exception>
    public static GraphWaveNetSize Of(ModelSettings settings) => new(
        settings.GetInt32("channels", 1, 256),
        settings.GetInt32("skip-width", 1, 1024),
        settings.GetInt32("end-width", 1, 2048),
        settings.GetInt32("blocks", 1, 16),
        settings.GetInt32("order", 1, 4),
        settings.GetInt32("embedding", 0, 64),
        (float)settings.GetDouble("dropout", 0, 0.9));

    /// <summary>The dilation of each layer: doubled within a block as often as published, or until all steps are seen.</summary>
    /// <param name="steps">T.</param>
    public IReadOnlyList<int> Dilations(int steps)
    {
        int doublings = LeastDoublings;
        while (1 + (Blocks * ((1 << doublings) - 1)) < steps)
        {
            doublings++;
        }

        return [.. Enumerable.Range(0, Blocks * doublings).Select(layer => 1 << (layer % doublings))];
    }
}
