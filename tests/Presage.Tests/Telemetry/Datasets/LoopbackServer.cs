using System.Net;
using System.Net.Sockets;

namespace Presage.Tests.Telemetry.Datasets;

/// <summary>Serves one file on 127.0.0.1 and does as it is told: break off, ignore ranges, or refuse.</summary>
sealed class LoopbackServer : IAsyncDisposable
{
    readonly HttpListener _listener = new();
    readonly Task _serving;

    public LoopbackServer(byte[] content)
    {
        Content = content;
        Address = new Uri($"http://127.0.0.1:{FreePort()}/");
        _listener.Prefixes.Add(Address.ToString());
        _listener.Start();
        _serving = ServeAsync();
    }

    public Uri Address { get; }

    public byte[] Content { get; set; }

    /// <summary>How many bytes of its body the next answers send before they break off; -1 for all.</summary>
    public Queue<int> BreakAfter { get; } = [];

    public bool IgnoresRanges { get; init; }

    public int? Refusal { get; init; }

    public string? Tag { get; set; } = "\"v1\"";

    /// <summary>The Range header of each request, or "all".</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        _listener.Stop();
        await _serving;
        _listener.Close();
    }

    static int FreePort()
    {
        using var probe = new TcpListener(IPAddress.Loopback, 0);
        probe.Start();
        return ((IPEndPoint)probe.LocalEndpoint).Port;
    }

    async Task ServeAsync()
    {
        while (_listener.IsListening)
        {
            HttpListenerContext context;
            try
            {
                context = await _listener.GetContextAsync();
            }
            catch (Exception ending) when (ending is HttpListenerException or ObjectDisposedException)
            {
                return;
            }

            await AnswerAsync(context);
        }
    }

    async Task AnswerAsync(HttpListenerContext context)
    {
        string? range = context.Request.Headers["Range"];
        Requests.Add(range ?? "all");
        var response = context.Response;
        if (Refusal is { } status)
        {
            response.StatusCode = status;
            response.Close();
            return;
        }

        int from = 0;
        bool isSame = Tag is null || context.Request.Headers["If-Range"] == Tag;
        if (range is not null && !IgnoresRanges && isSame)
        {
            from = int.Parse(range["bytes=".Length..].TrimEnd('-'), System.Globalization.CultureInfo.InvariantCulture);
            response.StatusCode = from < Content.Length ? 206 : 416;
            response.AddHeader("Content-Range", from < Content.Length
                ? $"bytes {from}-{Content.Length - 1}/{Content.Length}"
                : $"bytes */{Content.Length}");
        }

        if (Tag is not null)
        {
            response.AddHeader("ETag", Tag);
        }

        byte[] body = Content[Math.Min(from, Content.Length)..];
        int sent = BreakAfter.TryDequeue(out int limit) && limit >= 0 ? Math.Min(limit, body.Length) : body.Length;
        response.ContentLength64 = body.Length;
        try
        {
            await response.OutputStream.WriteAsync(body.AsMemory(0, sent));
            await response.OutputStream.FlushAsync();
            if (sent < body.Length)
            {
                response.Abort();
            }
            else
            {
                response.Close();
            }
        }
        catch (HttpListenerException)
        {
            // The client left first, as a cancelled one does.
        }
    }
}
