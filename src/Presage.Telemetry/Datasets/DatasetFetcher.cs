using System.Net;
using System.Net.Http.Headers;
using System.Security.Cryptography;

namespace Presage.Telemetry.Datasets;

/// <summary>Fetches public files: goes on where an earlier try ended, and checks what it got.</summary>
/// <remarks>
/// A file is written as <c>NAME.part</c> and renamed when it is complete, flushed and has its checksum, so that a file
/// under its own name is always whole. What is there already is not fetched again. The server's validator (its strong
/// ETag, or else its time of last change) is kept as <c>NAME.part.tag</c>, so that a file which changed meanwhile
/// begins anew.
/// </remarks>
public sealed class DatasetFetcher
{
    internal const string PartEnding = ".part";
    internal const string TagEnding = PartEnding + ".tag";

    const int BufferBytes = 1 << 16;
    const long ReportEveryBytes = 1 << 20;

    readonly HttpClient _client;

    /// <param name="client">Who asks; stays open.</param>
    public DatasetFetcher(HttpClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        _client = client;
    }

    /// <summary>Fetches the files of a data set that are not there yet.</summary>
    /// <param name="dataset">What to fetch.</param>
    /// <param name="folder">Where to; made when absent.</param>
    /// <param name="progress">Told about every megabyte; may be null.</param>
    /// <param name="cancellation">Ends the fetching; what was received stays for the next try.</param>
    /// <returns>The paths of the files.</returns>
    /// <exception cref="HttpRequestException">The server cannot be reached, refuses, or ends early again and again.</exception>
    /// <exception cref="DataFormatException">A file has not its published checksum; it was removed.</exception>
    /// <exception cref="IOException">The disk is full or cannot be written.</exception>
    public async Task<IReadOnlyList<string>> FetchAsync(
        PublicDataset dataset, string folder, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(dataset);
        Directory.CreateDirectory(folder);
        var paths = new List<string>();
        foreach (var file in dataset.Files)
        {
            string path = Path.Combine(folder, file.Name);
            if (!File.Exists(path))
            {
                await FetchFileAsync(file, path, progress, cancellation);
            }

            paths.Add(path);
        }

        return paths;
    }

    async Task FetchFileAsync(PublicFile file, string path, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        string part = path + PartEnding;
        string tag = path + TagEnding;
        while (true)
        {
            long before = LengthOf(part);
            try
            {
                await DownloadAsync(file, part, tag, progress, cancellation);
                break;
            }
            catch (HttpRequestException) when (LengthOf(part) > before)
            {
                // The connection broke, but not before something came: go on from there.
            }
        }

        if (file.Sha256 is not null)
        {
            string found = await HashAsync(part, cancellation);
            if (found != file.Sha256)
            {
                File.Delete(part);
                File.Delete(tag);
                throw new DataFormatException(path, 0, $"the sha256 of {file.Address} is {found}, expected {file.Sha256}; nothing was kept.");
            }
        }

        File.Move(part, path, overwrite: true);
        File.Delete(tag);
    }

    async Task DownloadAsync(PublicFile file, string part, string tag, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        long there = LengthOf(part);
        using var request = new HttpRequestMessage(HttpMethod.Get, file.Address);
        if (there > 0 && File.Exists(tag))
        {
            request.Headers.Range = new RangeHeaderValue(there, null);
            request.Headers.TryAddWithoutValidation("If-Range", await File.ReadAllTextAsync(tag, cancellation));
        }

        using var response = await _client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellation);
        var range = response.Content.Headers.ContentRange;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && range?.Length == there)
        {
            return; // all of it came last time, only the renaming did not happen
        }

        bool goesOn = response.StatusCode == HttpStatusCode.PartialContent && range?.From == there;
        if (!goesOn && response.StatusCode != HttpStatusCode.OK)
        {
            throw new HttpRequestException(
                $"{file.Address}: {(int)response.StatusCode} {response.ReasonPhrase}", null, response.StatusCode);
        }

        await WriteTagAsync(tag, response, cancellation);
        long? total = goesOn ? range?.Length : response.Content.Headers.ContentLength;
        await using var target = new FileStream(part, goesOn ? FileMode.Append : FileMode.Create, FileAccess.Write, FileShare.Read);
        await CopyAsync(file, response, target, total, progress, cancellation);
    }

    static async Task CopyAsync(
        PublicFile file, HttpResponseMessage response, FileStream target, long? total, IProgress<FetchProgress>? progress, CancellationToken cancellation)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellation);
        byte[] buffer = new byte[BufferBytes];
        long reported = target.Position;
        try
        {
            while (true)
            {
                int read = await body.ReadAsync(buffer, cancellation);
                if (read == 0)
                {
                    break;
                }

                await target.WriteAsync(buffer.AsMemory(0, read), cancellation);
                if (target.Position - reported >= ReportEveryBytes)
                {
                    reported = target.Position;
                    progress?.Report(new FetchProgress(file.Name, reported, total));
                }
            }
        }
        catch (HttpIOException broken)
        {
            throw new HttpRequestException($"{file.Address}: the connection ended after {target.Position} of {total} bytes.", broken);
        }

        target.Flush(flushToDisk: true);
        if (total is not null && target.Position != total)
        {
            throw new HttpRequestException($"{file.Address}: {target.Position} bytes came, expected {total}.");
        }

        progress?.Report(new FetchProgress(file.Name, target.Position, total));
    }

    // Only a strong tag says that two answers are the same bytes.
    static async Task WriteTagAsync(string tag, HttpResponseMessage response, CancellationToken cancellation)
    {
        string? validator = response.Headers.ETag is { IsWeak: false } etag ? etag.Tag : response.Content.Headers.LastModified?.ToString("r");
        if (validator is null)
        {
            File.Delete(tag);
            return;
        }

        await File.WriteAllTextAsync(tag, validator, cancellation);
    }

    static async Task<string> HashAsync(string path, CancellationToken cancellation)
    {
        await using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferBytes, FileOptions.SequentialScan);
        return Convert.ToHexStringLower(await SHA256.HashDataAsync(file, cancellation));
    }

    static long LengthOf(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;
}
