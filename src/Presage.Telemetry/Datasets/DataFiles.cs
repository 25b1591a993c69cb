using System.Formats.Tar;

namespace Presage.Telemetry.Datasets;

/// <summary>Opens the files behind a path: one file, a folder's files, what is inside a tar; gzip is undone on the way.</summary>
static class DataFiles
{
    /// <summary>Visits every file in the order of names, one after the other and never as a whole in memory.</summary>
    /// <param name="path">A file or a folder; folders inside it are not entered.</param>
    /// <param name="visit">Gets a file's name, its decompressed bytes, and whether it was asked for by its own name.</param>
    /// <exception cref="DataFormatException">There is no such path, it cannot be opened, or it is damaged.</exception>
    public static void Visit(string path, Action<string, HeadStream, bool> visit) => VisitWhile(path, (name, stream, isNamed) =>
    {
        visit(name, stream, isNamed);
        return true;
    });

    /// <summary>Whether any file is as wanted; the files after it are not opened.</summary>
    /// <param name="path">A file or a folder; folders inside it are not entered.</param>
    /// <param name="isWanted">Gets a file's name and its decompressed bytes.</param>
    /// <exception cref="DataFormatException">There is no such path, it cannot be opened, or it is damaged.</exception>
    public static bool Any(string path, Func<string, HeadStream, bool> isWanted) =>
        !VisitWhile(path, (name, stream, _) => !isWanted(name, stream));

    // False when a visit ended it.
    static bool VisitWhile(string path, Func<string, HeadStream, bool, bool> visit)
    {
        if (File.Exists(path))
        {
            return VisitFile(path, isNamed: true, visit);
        }

        if (!Directory.Exists(path))
        {
            throw new DataFormatException(path, 0, "there is no such file or folder.");
        }

        return Directory.EnumerateFiles(path).Where(IsWhole).Order(StringComparer.Ordinal).All(file => VisitFile(file, isNamed: false, visit));
    }

    // Neither hidden nor still being fetched.
    static bool IsWhole(string file) =>
        !Path.GetFileName(file).StartsWith('.')
        && !file.EndsWith(DatasetFetcher.PartEnding, StringComparison.Ordinal)
        && !file.EndsWith(DatasetFetcher.TagEnding, StringComparison.Ordinal);

    static bool VisitFile(string path, bool isNamed, Func<string, HeadStream, bool, bool> visit)
    {
        string name = Path.GetFileName(path);
        FileStream file;
        try
        {
            file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16, FileOptions.SequentialScan);
        }
        catch (Exception refusal) when (refusal is IOException or UnauthorizedAccessException)
        {
            throw new DataFormatException(path, 0, $"cannot be opened: {refusal.Message}", refusal);
        }

        using (file)
        {
            return VisitStream(file, name, isNamed, visit);
        }
    }

    static bool VisitStream(Stream stream, string name, bool isNamed, Func<string, HeadStream, bool, bool> visit)
    {
        using var head = new HeadStream(stream);
        if (GzipSource.Recognises(head.Head))
        {
            using var plain = new GzipSource(head, name);
            return VisitStream(plain, name, isNamed, visit);
        }

        return IsTar(head.Head) ? VisitTar(head, name, visit) : visit(name, head, isNamed);
    }

    static bool VisitTar(Stream stream, string name, Func<string, HeadStream, bool, bool> visit)
    {
        using var tar = new TarReader(stream);
        try
        {
            while (tar.GetNextEntry() is { } entry)
            {
                if (entry.DataStream is { } data && IsWhole(entry.Name)
                    && !VisitStream(data, $"{name}/{Path.GetFileName(entry.Name)}", isNamed: false, visit))
                {
                    return false;
                }
            }

            return true;
        }
        catch (Exception damage) when (damage is EndOfStreamException or InvalidDataException or FormatException)
        {
            throw new DataFormatException(name, 0, "the tar archive is damaged or cut off.", damage);
        }
    }

    static bool IsTar(ReadOnlySpan<byte> head) => head.Length >= 512 && head[257..].StartsWith("ustar"u8);
}
