using System.Text.RegularExpressions;

namespace Presage.Telemetry.Topology;

/// <summary>What the name of an operation says about who is called.</summary>
/// <param name="RpcService">The service of a remote procedure call, as in <c>shop.CartService/GetCart</c>; empty for others.</param>
/// <param name="RpcMethod">Its method; empty for others.</param>
/// <param name="Database">The database of a statement, as in <c>SELECT ads.items</c>; empty for others.</param>
sealed partial record OperationName(string RpcService, string RpcMethod, string Database)
{
    /// <summary>Understands an operation.</summary>
    /// <returns>Null when it names neither.</returns>
    public static OperationName? Of(string operation)
    {
        if (Rpc().Match(operation) is { Success: true } rpc)
        {
            return new OperationName(rpc.Groups["service"].Value, rpc.Groups["method"].Value, "");
        }

        return Statement().Match(operation) is { Success: true } statement ? new OperationName("", "", statement.Groups["database"].Value) : null;
    }

    /// <summary>A service's name without separators and without the word service: <c>cart</c> for <c>cart-service</c> and <c>CartService</c>.</summary>
    public static string StemOf(string service)
    {
        string plain = service[(service.LastIndexOf('.') + 1)..].Replace("-", "", StringComparison.Ordinal).Replace("_", "", StringComparison.Ordinal).ToLowerInvariant();
        foreach (string ending in (string[])["service", "svc"])
        {
            plain = plain.Length > ending.Length && plain.EndsWith(ending, StringComparison.Ordinal) ? plain[..^ending.Length] : plain;
        }

        return plain;
    }

    /// <summary>The last words of the method, in lower case: <c>currency</c> for ConvertCurrency; never the whole method.</summary>
    public IEnumerable<string> MethodEndings()
    {
        for (int at = RpcMethod.Length - 1; at > 0; at--)
        {
            if (char.IsUpper(RpcMethod[at]))
            {
                yield return RpcMethod[at..].ToLowerInvariant();
            }
        }
    }

    // Services of protocol buffers begin with a capital, which tells them from paths such as users/login.
    [GeneratedRegex(@"^/?(?:grpc\.)?(?<service>(?:\w+\.)*[A-Z]\w*)/(?<method>\w+)$")]
    private static partial Regex Rpc();

    [GeneratedRegex(@"^(?:SELECT|INSERT|UPDATE|DELETE) (?<database>\w+)\.\w+$")]
    private static partial Regex Statement();
}
