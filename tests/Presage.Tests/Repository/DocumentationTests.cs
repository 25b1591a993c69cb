using System.Text.RegularExpressions;
using Presage.Tests.Golden;

namespace Presage.Tests.Repository;

/// <summary>A page that names a file, quotes code or lists a change is checked here, or it would come to lie.</summary>
public sealed partial class DocumentationTests
{
    [Fact]
    public void Architecture_EveryPathItNames_Exists()
    {
        var missing = PathInCode().Matches(SourceTree.Read("docs/architecture.md")).Select(match => match.Groups[1].Value)
            .Where(path => !SourceTree.Exists(path));

        Violations.AssertNone(missing);
    }

    [Fact]
    public void Architecture_EverySourceFolder_IsNamed()
    {
        var page = SourceTree.Read("docs/architecture.md");
        var folders = SourceTree.CSharp.Where(file => file.StartsWith("src/", StringComparison.Ordinal))
            .Select(file => file.Split('/'))
            .Where(parts => parts.Length > 3)
            .Select(parts => $"`{string.Join('/', parts[..3])}/`")
            .Distinct();

        Violations.AssertNone(folders.Where(folder => !page.Contains(folder, StringComparison.Ordinal)));
    }

    [Fact]
    public void Pages_EveryRelativeLink_LeadsSomewhere()
    {
        var broken = from page in SourceTree.Markdown
                     from Match link in Link().Matches(SourceTree.Read(page))
                     let target = link.Groups[1].Value.Split('#')[0]
                     where target.Length > 0 && !target.Contains("://", StringComparison.Ordinal)
                     let path = Path.GetRelativePath(SourceTree.Root, Path.GetFullPath(Path.Combine(SourceTree.Root, Path.GetDirectoryName(page)!, target))).Replace('\\', '/')
                     where !SourceTree.Exists(path)
                     select $"{page}: {target}";

        Violations.AssertNone(broken);
    }

    [Fact]
    public void Pages_EverySnippet_EqualsItsRegion()
    {
        var regions = Regions();
        foreach (var page in SourceTree.Markdown)
        {
            var text = SourceTree.Read(page);
            var quoted = Snippet().Replace(text, match =>
            {
                var name = match.Groups["name"].Value;
                Assert.True(regions.ContainsKey(name), $"{page} quotes snippet '{name}', which is no #region of a sample.");
                return $"<!-- snippet: {name} -->\n```{match.Groups["language"].Value}\n{regions[name]}\n```";
            });
            Assert.Equal(text.Split("<!-- snippet: ").Length, Snippet().Count(text) + 1);
            GoldenFile.Verify(page, quoted);
        }
    }

    [Fact]
    public void Changelog_Entries_SayAreaAndVersion()
    {
        var lines = SourceTree.ReadLines("CHANGELOG.md");
        var wrong = lines.Where(line =>
            (line.StartsWith("## ", StringComparison.Ordinal) && !ChangelogVersion().IsMatch(line))
            || (line.StartsWith("- ", StringComparison.Ordinal) && !ChangelogEntry().IsMatch(line)));

        Assert.Contains("## Unreleased", lines);
        Violations.AssertNone(wrong);
    }

    static Dictionary<string, string> Regions()
    {
        var regions = new Dictionary<string, string>();
        foreach (var file in SourceTree.CSharp.Where(file => file.StartsWith("samples/", StringComparison.Ordinal)))
        {
            foreach (Match match in Region().Matches(SourceTree.Read(file)))
            {
                Assert.True(regions.TryAdd(match.Groups["name"].Value, Outdent(match.Groups["body"].Value)), $"{file}: a second #region {match.Groups["name"].Value}");
            }
        }

        return regions;
    }

    static string Outdent(string body)
    {
        var lines = body.TrimEnd().Split('\n');
        var margin = lines.Where(line => line.Trim().Length > 0).Min(line => line.Length - line.TrimStart().Length);
        return string.Join('\n', lines.Select(line => line.Length < margin ? "" : line[margin..]));
    }

    [GeneratedRegex(@"`((?:src|tests|bench|samples|docs|eng|\.ci)/[^`\s*]*)`")]
    private static partial Regex PathInCode();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"<!-- snippet: (?<name>[\w-]+) -->\n```(?<language>\w+)\n.*?\n```", RegexOptions.Singleline)]
    private static partial Regex Snippet();

    [GeneratedRegex(@"^[ \t]*#region (?<name>[\w-]+)[ \t]*\n(?<body>.*?)^[ \t]*#endregion", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex Region();

    [GeneratedRegex(@"^## (Unreleased|\d+\.\d+\.\d+ - \d{4}-\d{2}-\d{2})$")]
    private static partial Regex ChangelogVersion();

    [GeneratedRegex(@"^- \[(Tensors|Telemetry|Simulation|Models|Command|Report|Documentation|Build)\] [A-Z`].*[.:]$")]
    private static partial Regex ChangelogEntry();
}
