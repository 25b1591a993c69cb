namespace Presage.Models.Artefacts;

/// <summary>Writes a file as a whole or not at all.</summary>
public static class AtomicFile
{
    /// <summary>Writes beside the target, flushes to the disk and renames; on any failure the target stays as it was.</summary>
    /// <param name="path">The target; replaced when it exists.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string full = Path.GetFullPath(path);
        string partial = Path.Combine(Path.GetDirectoryName(full)!, $".{Path.GetFileName(full)}.{Path.GetRandomFileName()}");
        try
        {
            using (var stream = new FileStream(partial, FileMode.CreateNew, FileAccess.Write, FileShare.None))
            {
                write(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(partial, full, overwrite: true);
        }
        catch
        {
            File.Delete(partial);
            throw;
        }
    }
}
