using System.Security.Cryptography;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class DatasetFetcherTests
{
    static readonly byte[] Content = MakeContent(3_000_000, 1);

    [Fact]
    public async Task FetchAsync_NewFile_IsWholeAndAloneAndReported()
    {
        await using var server = new LoopbackServer(Content);
        using var folder = new TemporaryFolder();
        var reports = new Reports();

        await FetchAsync(server, folder, Hash(Content), reports);

        Assert.Equal(["data.csv"], Files(folder));
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
        Assert.Equal(new FetchProgress("data.csv", Content.Length, Content.Length), reports.All[^1]);
        Assert.True(reports.All.Count >= 3, $"{reports.All.Count} reports");
    }

    [Fact]
    public async Task FetchAsync_FileIsThere_AsksNobody()
    {
        await using var server = new LoopbackServer(Content);
        using var folder = new TemporaryFolder();
        folder.Write("data.csv", "mine");

        await FetchAsync(server, folder, Hash(Content));

        Assert.Empty(server.Requests);
        Assert.Equal("mine", File.ReadAllText(Path.Combine(folder.Path, "data.csv")));
    }

    [Fact]
    public async Task FetchAsync_ConnectionBreaks_GoesOnFromThere()
    {
        await using var server = new LoopbackServer(Content);
        server.BreakAfter.Enqueue(1_000_000);
        server.BreakAfter.Enqueue(500_000);
        using var folder = new TemporaryFolder();

        await FetchAsync(server, folder, Hash(Content));

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
        Assert.Equal(3, server.Requests.Count);
        Assert.All(server.Requests.Skip(1), range => Assert.StartsWith("bytes=", range, StringComparison.Ordinal));
        Assert.Equal(["data.csv"], Files(folder));
    }

    [Fact]
    public async Task FetchAsync_NothingComesAnyMore_FailsAndKeepsWhatCame()
    {
        await using var server = new LoopbackServer(Content);
        server.BreakAfter.Enqueue(1_000_000);
        server.BreakAfter.Enqueue(0);
        using var folder = new TemporaryFolder();

        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server, folder, Hash(Content)));
        Assert.Equal(["data.csv.part", "data.csv.part.tag"], Files(folder));

        await FetchAsync(server, folder, Hash(Content));
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
        Assert.NotEqual("all", server.Requests[^1]);
    }

    [Fact]
    public async Task FetchAsync_ChangedMeanwhile_BeginsAnew()
    {
        byte[] newer = MakeContent(2_000_000, 2);
        await using var server = new LoopbackServer(Content);
        server.BreakAfter.Enqueue(1_000_000);
        server.BreakAfter.Enqueue(0);
        using var folder = new TemporaryFolder();
        await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server, folder, null));
        (server.Content, server.Tag) = (newer, "\"v2\"");

        await FetchAsync(server, folder, null);

        Assert.Equal(newer, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
    }

    [Fact]
    public async Task FetchAsync_ServerIgnoresRanges_BeginsAnew()
    {
        await using var server = new LoopbackServer(Content) { IgnoresRanges = true };
        server.BreakAfter.Enqueue(1_000_000);
        using var folder = new TemporaryFolder();

        await FetchAsync(server, folder, Hash(Content));

        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
    }

    [Fact]
    public async Task FetchAsync_ServerHasNoTag_DoesNotJoinPiecesItCannotTrust()
    {
        await using var server = new LoopbackServer(Content) { Tag = null };
        server.BreakAfter.Enqueue(1_000_000);
        using var folder = new TemporaryFolder();

        await FetchAsync(server, folder, null);

        Assert.Equal(["all", "all"], server.Requests);
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(folder.Path, "data.csv")));
    }

    [Fact]
    public async Task FetchAsync_WholePartWasLeftOver_OnlyChecksAndRenames()
    {
        await using var server = new LoopbackServer(Content);
        using var folder = new TemporaryFolder();
        folder.Write("data.csv.part", Content);
        folder.Write("data.csv.part.tag", "\"v1\"");

        await FetchAsync(server, folder, Hash(Content));

        Assert.Equal([$"bytes={Content.Length}-"], server.Requests);
        Assert.Equal(["data.csv"], Files(folder));
    }

    [Fact]
    public async Task FetchAsync_WrongChecksum_NamesBothAndKeepsNothing()
    {
        await using var server = new LoopbackServer(Content);
        using var folder = new TemporaryFolder();
        string expected = new('0', 64);

        var error = await Assert.ThrowsAsync<DataFormatException>(() => FetchAsync(server, folder, expected));

        Assert.Contains(Hash(Content), error.Message, StringComparison.Ordinal);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task FetchAsync_Refused_NamesAddressAndStatus()
    {
        await using var server = new LoopbackServer(Content) { Refusal = 404 };
        using var folder = new TemporaryFolder();

        var error = await Assert.ThrowsAsync<HttpRequestException>(() => FetchAsync(server, folder, null));

        Assert.Contains($"{server.Address}data.csv: 404", error.Message, StringComparison.Ordinal);
        Assert.Empty(Files(folder));
    }

    [Fact]
    public async Task FetchAsync_Cancelled_KeepsThePartOnly()
    {
        await using var server = new LoopbackServer(Content);
        using var folder = new TemporaryFolder();
        using var source = new CancellationTokenSource();
        var reports = new Reports { WhenReported = source.Cancel };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(server, folder, null, reports, source.Token));

        Assert.Equal(["data.csv.part", "data.csv.part.tag"], Files(folder));
    }

    static async Task FetchAsync(
        LoopbackServer server, TemporaryFolder folder, string? sha256, IProgress<FetchProgress>? progress = null, CancellationToken cancellation = default)
    {
        using var client = new HttpClient();
        var dataset = new PublicDataset
        {
            Name = "test",
            Description = "test",
            Format = "wide-csv",
            Licence = "none",
            Citation = "none",
            Home = server.Address,
            Files = [new PublicFile("data.csv", new Uri(server.Address, "data.csv"), sha256, "3 MB")],
        };
        await new DatasetFetcher(client).FetchAsync(dataset, folder.Path, progress, cancellation);
    }

    static byte[] MakeContent(int length, int seed)
    {
        byte[] content = new byte[length];
        new Random(seed).NextBytes(content);
        return content;
    }

    static string Hash(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    static string[] Files(TemporaryFolder folder) =>
        [.. Directory.EnumerateFiles(folder.Path).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    sealed class Reports : IProgress<FetchProgress>
    {
        public List<FetchProgress> All { get; } = [];

        public Action? WhenReported { get; init; }

        public void Report(FetchProgress value)
        {
            All.Add(value);
            WhenReported?.Invoke();
        }
    }
}
