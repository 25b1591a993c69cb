namespace Presage.Tests.Repository;

/// <summary>The files of this repository, found from where the tests run; what a build or a package manager made is left out.</summary>
static class SourceTree
{
    static readonly string[] MadeFolders = [".git", "artifacts", "bin", "obj", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    /// <summary>The folder of the solution file.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file, as a path from <see cref="Root"/> with forward slashes, sorted.</summary>
    public static IReadOnlyList<string> Files { get; } = [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    /// <summary>The C# files that people write.</summary>
    public static IEnumerable<string> CSharp =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.EndsWith(".g.cs", StringComparison.Ordinal));

    /// <summary>The Markdown pages.</summary>
    public static IEnumerable<string> Markdown => Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal));

    public static string Absolute(string file) => Path.Combine(Root, file);

    public static string Read(string file) => File.ReadAllText(Absolute(file));

    public static string[] ReadLines(string file) => File.ReadAllLines(Absolute(file));

    /// <summary>Whether a file or a folder is there under exactly this name.</summary>
    public static bool Exists(string path)
    {
        var wanted = path.TrimEnd('/');
        return Files.Any(file => file == wanted || file.StartsWith(wanted + "/", StringComparison.Ordinal));
    }

    static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateDirectories(folder)
            .Where(inner => !MadeFolders.Contains(Path.GetFileName(inner)))
            .SelectMany(Walk)
            .Concat(Directory.EnumerateFiles(folder).Where(file => Path.GetFileName(file) != ".git"));

    static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Presage.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new DirectoryNotFoundException($"No Presage.slnx above {AppContext.BaseDirectory}.");
    }
}
