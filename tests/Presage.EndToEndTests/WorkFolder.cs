namespace Presage.EndToEndTests;

/// <summary>A folder of its own for one test, gone at its end.</summary>
sealed class WorkFolder : IDisposable
{
    public WorkFolder() => Root = Directory.CreateTempSubdirectory("presage-").FullName;

    public string Root { get; }

    /// <summary>Every file and folder in it, hidden ones too, relative and sorted.</summary>
    public IReadOnlyList<string> Entries =>
        [.. Directory.EnumerateFileSystemEntries(Root, "*", new EnumerationOptions { RecurseSubdirectories = true, AttributesToSkip = 0 })
            .Select(path => Path.GetRelativePath(Root, path))
            .Order(StringComparer.Ordinal)];

    public string this[string name] => Path.Combine(Root, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(this[name], text);
        return this[name];
    }

    public string Write(string name, byte[] bytes)
    {
        File.WriteAllBytes(this[name], bytes);
        return this[name];
    }

    public void Dispose() => Directory.Delete(Root, recursive: true);
}
