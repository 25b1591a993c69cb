using System.Reflection;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Presage.Tests.Repository;

/// <summary>Holds the arrows of docs/architecture.md: which project, and which folder inside a project, may use which.</summary>
public sealed partial class ArchitectureTests
{
    static readonly Dictionary<string, string[]> ProjectMayUse = new()
    {
        ["Presage.Tensors"] = [],
        ["Presage.Telemetry"] = [],
        ["Presage.Simulation"] = ["Presage.Telemetry"],
        ["Presage.Models"] = ["Presage.Tensors", "Presage.Telemetry"],
        ["Presage.Cli"] = ["Presage.Models", "Presage.Simulation", "Presage.Telemetry", "Presage.Tensors"],
    };

    /// <summary>A folder may use itself, the root of its project, and what stands here; a folder missing here is an error.</summary>
    static readonly Dictionary<string, string[]> FolderMayUse = new()
    {
        ["Presage.Tensors.Kernels"] = [],
        ["Presage.Tensors.Memory"] = ["Kernels"],
        ["Presage.Tensors.LinearAlgebra"] = ["Kernels", "Memory"],
        ["Presage.Tensors.Autodiff"] = ["Kernels", "Memory"],
        ["Presage.Tensors.Losses"] = ["Autodiff", "Kernels", "Memory"],
        ["Presage.Tensors.Layers"] = ["Autodiff", "Kernels", "Memory"],
        ["Presage.Tensors.Execution"] = ["Autodiff", "Kernels", "Memory"],
        ["Presage.Tensors.Optimizers"] = ["Execution", "Autodiff", "Kernels", "Memory"],
        ["Presage.Tensors.Benchmarking"] = ["Optimizers", "Execution", "Losses", "Layers", "Autodiff", "Kernels", "Memory"],
        ["Presage.Telemetry.Series"] = [],
        ["Presage.Telemetry.Windows"] = ["Series"],
        ["Presage.Telemetry.Topology"] = ["Windows", "Series"],
        ["Presage.Telemetry.Logs"] = ["Topology"],
        ["Presage.Telemetry.Incidents"] = [],
        ["Presage.Telemetry.Datasets"] = ["Logs", "Incidents", "Topology", "Windows", "Series"],
        ["Presage.Simulation.Draws"] = [],
        ["Presage.Simulation.Topologies"] = ["Draws"],
        ["Presage.Simulation.Scenarios"] = ["Topologies", "Draws"],
        ["Presage.Simulation.Emission"] = ["Scenarios", "Topologies"],
        ["Presage.Simulation.Sinks"] = ["Emission", "Scenarios", "Topologies"],
        ["Presage.Simulation.Engine"] = ["Emission", "Scenarios", "Topologies", "Draws"],
    };

    static readonly string[] FoldersWithRules = ["Presage.Tensors.", "Presage.Telemetry.", "Presage.Simulation."];

    /// <summary>Tasks do not use each other: what two of them share goes down to a folder of its own.</summary>
    static readonly string[] TaskFolders = ["Detection", "Forecasting", "RootCause"];

    [Fact]
    public void Projects_EverySourceProject_HasItsArrows()
    {
        var projects = SourceTree.Files.Where(file => file.StartsWith("src/", StringComparison.Ordinal) && file.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(file => Path.GetFileNameWithoutExtension(file));

        Assert.Equal(ProjectMayUse.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void Project_References_StayInsideItsArrows(string project)
    {
        var declared = XDocument.Parse(SourceTree.Read($"src/{project}/{project}.csproj")).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value));
        var assembly = Assembly.Load(project == "Presage.Cli" ? "presage" : project);
        var compiled = assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Presage.", StringComparison.Ordinal));

        Violations.AssertNone(declared.Union(compiled).Except(ProjectMayUse[project]));
    }

    [Fact]
    public void Folders_WithRules_AreListed()
    {
        var folders = SourceTree.CSharp.Select(FolderOf).OfType<string>()
            .Where(folder => FoldersWithRules.Any(project => folder.StartsWith(project, StringComparison.Ordinal)))
            .Distinct();

        Violations.AssertNone(folders.Except(FolderMayUse.Keys));
    }

    [Fact]
    public void Folders_Sources_StayInsideTheirArrows()
    {
        var wrong = from file in SourceTree.CSharp
                    let folder = FolderOf(file)
                    where folder is not null && FolderMayUse.ContainsKey(folder)
                    from used in UsedFolders(file, folder[..folder.LastIndexOf('.')])
                    where used != folder && !FolderMayUse[folder].Contains(used[(used.LastIndexOf('.') + 1)..])
                    select $"{file} uses {used}";

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Models_TaskFolders_DoNotUseEachOther()
    {
        var wrong = from file in SourceTree.CSharp
                    from folder in TaskFolders
                    where file.StartsWith($"src/Presage.Models/{folder}/", StringComparison.Ordinal)
                    from used in UsedFolders(file, "Presage.Models")
                    where TaskFolders.Contains(used["Presage.Models.".Length..]) && used != $"Presage.Models.{folder}"
                    select $"{file} uses {used}";

        Violations.AssertNone(wrong);
    }

    [Theory]
    [InlineData("Presage.Tensors", @"\bConsole\.|\bSystem\.Net\b|\bFile\.|\basync\b")]
    [InlineData("Presage.Telemetry", @"\bConsole\.|\bEnvironment\.Exit|\bGetEnvironmentVariable\b")]
    [InlineData("Presage.Simulation", @"\bConsole\.|\bSystem\.Net\b|\bDateTime(Offset)?\.(Utc)?Now\b|\bRandom\b.*\bnew\b|\bEnvironment\.")]
    [InlineData("Presage.Models", @"\bConsole\.|\bSystem\.Net\b|\bHttpClient\b|\bEnvironment\.Exit|\bGetEnvironmentVariable\b")]
    public void Project_World_IsReachedOnlyWhereItMayBe(string project, string forbidden)
    {
        var wrong = from file in SourceTree.CSharp
                    where file.StartsWith($"src/{project}/", StringComparison.Ordinal) && !file.EndsWith("/Kernels/Simd.cs", StringComparison.Ordinal)
                    from line in SourceTree.ReadLines(file)
                    where !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Regex.IsMatch(line, forbidden)
                    select $"{file}: {line.Trim()}";

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Namespaces_OfAllSources_FollowTheFolders()
    {
        var wrong = from file in SourceTree.CSharp
                    let declared = NamespaceLine().Match(SourceTree.Read(file))
                    where declared.Success && declared.Groups[1].Value != ExpectedNamespace(file)
                    select $"{file}: namespace {declared.Groups[1].Value}, expected {ExpectedNamespace(file)}";

        Violations.AssertNone(wrong);
    }

    public static TheoryData<string> Projects() => [.. ProjectMayUse.Keys];

    static string ExpectedNamespace(string file) =>
        string.Join('.', file.Split('/')[1..^1]);

    /// <summary>Project and first folder of a source file, such as <c>Presage.Tensors.Kernels</c>; null at a project's root.</summary>
    static string? FolderOf(string file)
    {
        var parts = file.Split('/');
        return parts.Length > 3 && parts[0] == "src" ? $"{parts[1]}.{parts[2]}" : null;
    }

    static IEnumerable<string> UsedFolders(string file, string project)
    {
        var text = SourceTree.Read(file);
        return Regex.Matches(text, $@"(?<=^using (static )?|[^\w.]){Regex.Escape(project)}\.(\w+)(?=[.;])", RegexOptions.Multiline)
            .Select(match => $"{project}.{match.Groups[2].Value}")
            .Distinct();
    }

    [GeneratedRegex(@"^namespace ([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex NamespaceLine();
}
