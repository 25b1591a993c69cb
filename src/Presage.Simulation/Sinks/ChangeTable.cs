using System.Globalization;
using Presage.Simulation.Emission;

namespace Presage.Simulation.Sinks;

/// <summary>A table of what changed in the shop: pods, scaling, deployments, migrations.</summary>
sealed class ChangeTable(string path, SimulatedShop shop) : IDisposable
{
    readonly TableFile _file = new(path, "timestamp,change,service,pod,operation,from,to");

    public void Write(in ShopChange change)
    {
        var at = shop.Options.Start.UtcDateTime + change.At;
        var (from, to) = change.Kind switch
        {
            ShopChangeKind.Migrated => (shop.Services[change.From], shop.Services[change.To]),
            ShopChangeKind.Scaled => (Text(change.From), Text(change.To)),
            ShopChangeKind.Deployed => ("", Text(change.To)),
            _ => ("", ""),
        };
        _file.Write(at.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        foreach (string field in (ReadOnlySpan<string>)[NameOf(change.Kind), shop.Services[change.Service], change.Pod ?? "", change.Operation ?? "", from, to])
        {
            _file.Write(',');
            _file.Write(field);
        }

        _file.EndRow();
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    static string NameOf(ShopChangeKind kind) => kind switch
    {
        ShopChangeKind.PodReady => "pod-ready",
        ShopChangeKind.PodStopped => "pod-stopped",
        ShopChangeKind.PodCrashed => "pod-crashed",
        ShopChangeKind.PodOutOfMemory => "pod-out-of-memory",
        ShopChangeKind.Scaled => "scaled",
        ShopChangeKind.Deployed => "deployed",
        _ => "migrated",
    };

    static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
