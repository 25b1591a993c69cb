namespace Presage.Simulation.Topologies;

/// <summary>The preset <c>shop-12</c>: a web shop with every kind of service and every kind of call.</summary>
static class TwelveServiceShop
{
    // At the average load; an evening with a burst is near 0.85, so that waiting shows without refusals.
    const double Utilisation = 0.3;

    // Whoever waits at the end of a full queue is served before the caller gives up: the shop sheds load that is too much
    // and recovers, where longer queues and more retries would keep it busy with work that nobody waits for.
    const int QueueLimit = 40;

    public static ShopTopology Create() => ShopSizing.Resize(
        new ShopTopology
        {
            Name = "shop-12",
            Services =
            [
                Api(), Catalogue(), Recommendations(), Cart(), Checkout(), Payment(), Shipping(), Mail(),
                Leaf("catalogue-db", ServiceKind.Database, 2, ("read", ServiceTime.LogNormal(8, 0.7)), ("search", ServiceTime.LogNormal(22, 0.8))),
                Leaf("cart-cache", ServiceKind.Cache, 1, ("get", ServiceTime.Exponential(4)), ("put", ServiceTime.Exponential(5))),
                OrderQueue(),
                Leaf("bank", ServiceKind.External, 64, ("charge", ServiceTime.Pareto(160, 2.2, 4000))),
            ],
            Entries =
            [
                new() { Service = "api", Operation = "home", Rate = 16 },
                new() { Service = "api", Operation = "product", Rate = 20 },
                new() { Service = "api", Operation = "basket", Rate = 8 },
                new() { Service = "api", Operation = "order", Rate = 6, PeakHour = 21 },
            ],
        },
        Utilisation);

    static ServiceSpec Api() => new()
    {
        Name = "api",
        Workers = 2,
        Threads = 200,
        QueueLimit = QueueLimit,
        MemoryMib = 240,
        MemoryLimitMib = 768,
        Autoscaling = new AutoscalingSpec { TargetUtilisation = 0.6 },
        Operations =
        [
            Operation(
                "home",
                Compute(8, 0.5),
                StepSpec.Calling(Call("catalogue", "list", timeoutMs: 2000), Optional("recommendations", "for-user", timeoutMs: 600), Optional("cart", "size", timeoutMs: 400)),
                Compute(5, 0.4)),
            Operation(
                "product",
                Compute(6, 0.5),
                StepSpec.Calling(Call("catalogue", "details", timeoutMs: 1500), Optional("recommendations", "similar", timeoutMs: 600)),
                Compute(4, 0.4)),
            Operation("basket", Compute(4, 0.5), StepSpec.Calling(Call("cart", "view", timeoutMs: 1000)), Compute(3, 0.4)),
            Operation("order", Compute(6, 0.5), StepSpec.Calling(Call("checkout", "place", timeoutMs: 8000)), Compute(3, 0.4)),
        ],
    };

    static ServiceSpec Catalogue() => new()
    {
        Name = "catalogue",
        Workers = 2,
        QueueLimit = QueueLimit,
        MemoryMib = 300,
        MemoryLimitMib = 1024,
        Autoscaling = new AutoscalingSpec { TargetUtilisation = 0.6 },
        Operations =
        [
            Operation("list", Compute(9, 0.6), StepSpec.Calling(Call("catalogue-db", "search", timeoutMs: 1200) with { CacheHitRatio = 0.7 })),
            Operation("details", Compute(5, 0.6), StepSpec.Calling(Call("catalogue-db", "read", timeoutMs: 600) with { CacheHitRatio = 0.4 }), Compute(2, 0.4)),
        ],
    };

    static ServiceSpec Recommendations() => new()
    {
        Name = "recommendations",
        Workers = 3,
        QueueLimit = QueueLimit,
        MemoryMib = 420,
        MemoryLimitMib = 1024,
        Operations =
        [
            Operation("for-user", Compute(22, 0.7), StepSpec.Calling(Call("catalogue", "details") with { Count = 2, Probability = 0.6, TimeoutMs = 500, Optional = true })),
            Operation("similar", Compute(16, 0.7)),
        ],
    };

    static ServiceSpec Cart() => new()
    {
        Name = "cart",
        Workers = 1,
        QueueLimit = QueueLimit,
        Operations =
        [
            Operation("size", Compute(5, 0.5), StepSpec.Calling(Call("cart-cache", "get", timeoutMs: 200, retries: 1))),
            Operation(
                "view",
                Compute(9, 0.5),
                StepSpec.Calling(Call("cart-cache", "get", timeoutMs: 200, retries: 1)),
                StepSpec.Calling(Call("catalogue", "details", timeoutMs: 800) with { Count = 3, Probability = 0.7 })),
            Operation("clear", Compute(6, 0.5), StepSpec.Calling(Call("cart-cache", "put", timeoutMs: 200, retries: 2))),
        ],
    };

    static ServiceSpec Checkout() => new()
    {
        Name = "checkout",
        Workers = 1,
        QueueLimit = QueueLimit,
        Threads = 60,
        Operations =
        [
            Operation(
                "place",
                Compute(30, 0.6),
                StepSpec.Calling(Call("cart", "view", timeoutMs: 1500)),
                StepSpec.Calling(Call("payment", "pay", timeoutMs: 3000), Call("shipping", "quote", timeoutMs: 1500)),
                Compute(15, 0.6),
                StepSpec.Calling(Optional("cart", "clear", timeoutMs: 500), Call("order-queue", "publish", timeoutMs: 500, retries: 3))),
        ],
    };

    static ServiceSpec Payment() => new()
    {
        Name = "payment",
        Workers = 1,
        QueueLimit = QueueLimit,
        Threads = 40,
        Operations = [Operation("pay", Compute(35, 0.5), StepSpec.Calling(Call("bank", "charge", timeoutMs: 1500, retries: 1)), Compute(10, 0.5)) with { ErrorRate = 0.002 }],
    };

    static ServiceSpec Shipping() => new()
    {
        Name = "shipping",
        Workers = 1,
        QueueLimit = QueueLimit,
        Operations =
        [
            Operation("quote", Compute(20, 0.7)) with { ErrorRate = 0.001 },
            Operation("label", Compute(28, 0.5)),
        ],
    };

    static ServiceSpec Mail() => new()
    {
        Name = "mail",
        Workers = 1,
        QueueLimit = QueueLimit,
        Operations = [Operation("confirm", Compute(25, 0.6), StepSpec.Calling(Call("shipping", "label", timeoutMs: 5000, retries: 2)), Compute(20, 0.6))],
    };

    static ServiceSpec OrderQueue() => new()
    {
        Name = "order-queue",
        Kind = ServiceKind.Queue,
        Workers = 4,
        QueueLimit = QueueLimit,
        Operations =
        [
            Operation("publish", Compute(2, 0.4), StepSpec.Calling(new CallSpec { Service = "mail", Operation = "confirm", Asynchronous = true })),
        ],
    };

    static ServiceSpec Leaf(string name, ServiceKind kind, int workers, params (string Name, ServiceTime Time)[] operations) => new()
    {
        Name = name,
        Kind = kind,
        Workers = workers,
        QueueLimit = QueueLimit,
        MemoryMib = 512,
        MemoryLimitMib = 2048,
        Operations = [.. operations.Select(one => Operation(one.Name, StepSpec.Computing(one.Time)))],
    };

    static OperationSpec Operation(string name, params StepSpec[] steps) => new() { Name = name, Steps = steps, ErrorRate = 0.0002 };

    static StepSpec Compute(double meanMs, double deviation) => StepSpec.Computing(ServiceTime.LogNormal(meanMs, deviation));

    static CallSpec Call(string service, string operation, double timeoutMs = 0, int retries = 0) =>
        new() { Service = service, Operation = operation, TimeoutMs = timeoutMs, Retries = retries };

    static CallSpec Optional(string service, string operation, double timeoutMs) =>
        new() { Service = service, Operation = operation, TimeoutMs = timeoutMs, Optional = true };
}
