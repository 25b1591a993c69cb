namespace Presage.Simulation.Topologies;

/// <summary>The shops that come with the simulator.</summary>
public static class ShopPresets
{
    const int MeshSeed = 1;

    static readonly (string Name, string Description, Func<ShopTopology> Create)[] Catalogue =
    [
        ("shop-12", "a small web shop of 12 services: 4 entries, about 50 requests and 310 calls a second", TwelveServiceShop.Create),
        ("mesh-60", "60 services in layers: 3 gateways, shared databases and caches, about 400 calls a second", () => MeshTopology.Create(60, MeshSeed)),
        ("mesh-300", "300 services in layers: 8 gateways, about 1500 calls a second", () => MeshTopology.Create(300, MeshSeed)),
    ];

    /// <summary>Names and one-line descriptions.</summary>
    public static IReadOnlyList<(string Name, string Description)> All { get; } = [.. Catalogue.Select(one => (one.Name, one.Description))];

    /// <summary>One of them.</summary>
    /// <param name="name">A name of <see cref="All"/>.</param>
    /// <exception cref="TopologyException">There is no preset of the name.</exception>
    public static ShopTopology Get(string name) => TryGet(name)
        ?? throw new TopologyException($"No preset '{name}'; there are {string.Join(", ", Catalogue.Select(one => one.Name))}.");

    /// <summary>One of them, or null when there is none of the name.</summary>
    /// <param name="name">Any name.</param>
    public static ShopTopology? TryGet(string name) => Array.Find(Catalogue, one => one.Name == name).Create?.Invoke();
}
