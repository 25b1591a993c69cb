namespace Presage.Simulation.Emission;

/// <summary>What changed in the shop.</summary>
public enum ShopChangeKind
{
    /// <summary>A pod takes requests from now on.</summary>
    PodReady,

    /// <summary>A pod takes no new requests: it was removed or replaced.</summary>
    PodStopped,

    /// <summary>A pod crashed; it restarts under the same name.</summary>
    PodCrashed,

    /// <summary>A pod was killed because it was out of memory; it restarts under the same name.</summary>
    PodOutOfMemory,

    /// <summary>The wanted number of instances changed.</summary>
    Scaled,

    /// <summary>A new version is rolled out.</summary>
    Deployed,

    /// <summary>An operation calls another service from now on.</summary>
    Migrated,
}
