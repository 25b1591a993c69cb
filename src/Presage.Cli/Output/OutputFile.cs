using Presage.Models.Artefacts;

namespace Presage.Cli.Output;

/// <summary>A result file that is there whole or not at all: written beside its place, flushed to disk, renamed.</summary>
static class OutputFile
{
    /// <summary>Finds out before hours of work that a result could not be stored.</summary>
    /// <param name="path">The file to write later; one that exists will be replaced.</param>
    /// <param name="option">The option it came from, for the message.</param>
    /// <exception cref="UsageException">Its folder is missing, it is a folder, or the folder takes no new file.</exception>
    public static void Require(string path, string option)
    {
        var full = Path.GetFullPath(path);
        if (Directory.Exists(full))
        {
            throw new UsageException($"{option} {path}: this is a folder; give the name of a file in it.");
        }

        var folder = Path.GetDirectoryName(full)!;
        if (!Directory.Exists(folder))
        {
            throw new UsageException($"{option} {path}: the folder '{folder}' does not exist; create it first.");
        }

        if (IsDevice(full))
        {
            return;
        }

        var probe = Path.Combine(folder, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            using var stream = new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1, FileOptions.DeleteOnClose);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"{option} {path}: cannot write into '{folder}': {exception.Message}");
        }
    }

    /// <summary>Writes <paramref name="path"/>; where <paramref name="write"/> or the disk fails, nothing new is left behind.</summary>
    /// <exception cref="IOException">The disk is full or refuses; the message names the file.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var full = Path.GetFullPath(path);
        if (IsDevice(full))
        {
            using var device = new FileStream(full, FileMode.Open, FileAccess.Write);
            write(device);
            return;
        }

        Guard(path, () => AtomicFile.Write(full, write));
    }

    /// <summary>Writes a file, and names it where the disk is full or refuses.</summary>
    /// <exception cref="IOException">It was not written.</exception>
    public static void Guard(string path, Action write)
    {
        try
        {
            write();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException)
        {
            // The runtime reports a file above the system's size limit as an argument of its own.
            throw new IOException($"{path} was not written: {exception.Message}", exception);
        }
    }

    /// <summary>True for a device such as <c>/dev/stdout</c>, which must be written to and never renamed over.</summary>
    public static bool IsDevice(string path)
    {
        var full = Path.GetFullPath(path);
        return full.StartsWith("/dev/", StringComparison.Ordinal)
            && !full.StartsWith("/dev/shm/", StringComparison.Ordinal)
            && File.Exists(full);
    }
}
