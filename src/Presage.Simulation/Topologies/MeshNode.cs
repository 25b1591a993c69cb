using System.Globalization;

namespace Presage.Simulation.Topologies;

/// <summary>A service of a made-up mesh while its calls are still being chosen.</summary>
sealed class MeshNode(string name, ServiceKind kind, int layer, int operations)
{
    // Short against the callers' patience: a service with too much to do refuses, and does not work for those who gave up.
    const int QueueLimit = 40;

    public string Name { get; } = name;

    public ServiceKind Kind { get; } = kind;

    /// <summary>0 for gateways; calls go to higher numbers only.</summary>
    public int Layer { get; } = layer;

    /// <summary>Of each operation.</summary>
    public IReadOnlyList<List<CallSpec>> Calls { get; } = [.. Enumerable.Range(0, operations).Select(_ => new List<CallSpec>())];

    /// <summary>Of each operation, whether one above calls it.</summary>
    public bool[] IsCalled { get; } = new bool[operations];

    /// <summary>Call sites that lead to it.</summary>
    public int Callers { get; set; }

    public static string OperationName(int operation) => string.Create(CultureInfo.InvariantCulture, $"op-{operation + 1}");

    /// <summary>The service with computing times still to be chosen; every other operation makes its calls one after the other.</summary>
    public ServiceSpec Describe() => new()
    {
        Name = Name,
        Kind = Kind,
        Workers = Kind is ServiceKind.Service or ServiceKind.Cache ? 2 : 4,
        QueueLimit = QueueLimit,
        Operations =
        [
            .. Calls.Select((calls, operation) => new OperationSpec
            {
                Name = OperationName(operation),
                ErrorRate = 0.0002,
                Steps = [StepSpec.Computing(ServiceTime.LogNormal(1, 0.6)), .. operation % 2 == 0 ? AtTheSameTime(calls) : InTurn(calls)],
            }),
        ],
    };

    static IEnumerable<StepSpec> AtTheSameTime(List<CallSpec> calls) => calls.Count > 0 ? [StepSpec.Calling([.. calls])] : [];

    static IEnumerable<StepSpec> InTurn(List<CallSpec> calls) => calls.Select(call => StepSpec.Calling(call));
}
