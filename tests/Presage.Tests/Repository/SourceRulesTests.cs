using System.Text.RegularExpressions;

namespace Presage.Tests.Repository;

/// <summary>Rules of the house that no analyzer holds.</summary>
public sealed partial class SourceRulesTests
{
    const int MostLines = 500;

    /// <summary>Files that may be longer, each with its reason.</summary>
    static readonly Dictionary<string, string> LongFiles = [];

    /// <summary>A comment or a text may write a formula and a name as the paper does; quotes, dashes and the rest of the code stay ASCII.</summary>
    const string SignsOfFormulas = "\u00b1\u00b2\u00b3\u00b7\u00b9\u00bd\u2016\u2026";

    /// <summary>Sources that may hold other characters outside ASCII, each with its reason.</summary>
    static readonly Dictionary<string, string> NonAsciiFiles = [];

    [Fact]
    public void Sources_Length_StaysReadable()
    {
        var tooLong = Sources().Select(file => (file, lines: SourceTree.ReadLines(file).Length))
            .Where(entry => entry.lines > MostLines && !LongFiles.ContainsKey(entry.file))
            .Select(entry => $"{entry.file}: {entry.lines} lines, at most {MostLines}; split it by topic");

        Violations.AssertNone(tooLong);
    }

    [Fact]
    public void Exceptions_InTheLists_AreStillNeeded()
    {
        Assert.All(LongFiles.Keys, file => Assert.True(SourceTree.ReadLines(file).Length > MostLines, $"{file} is short enough now."));
        Assert.All(NonAsciiFiles.Keys, file => Assert.True(SourceTree.Read(file).Any(letter => letter > 127), $"{file} is ASCII now."));
    }

    [Fact]
    public void Sources_Characters_AreAsciiOrFormulas()
    {
        var wrong = from file in Sources()
                    where !NonAsciiFiles.ContainsKey(file)
                    from line in SourceTree.ReadLines(file).Select((text, index) => (text, number: index + 1))
                    let prose = Math.Min((uint)line.text.IndexOf("//", StringComparison.Ordinal), (uint)line.text.IndexOf('"', StringComparison.Ordinal))
                    where line.text.Where((letter, at) => letter > 127 && !(at > prose && IsOfFormulas(letter))).Any()
                    select $"{file}:{line.number}: {line.text.Trim()}";

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Sources_PublicTypes_StandAloneInAFileOfTheirName()
    {
        var wrong = from file in SourceTree.CSharp
                    where file.StartsWith("src/", StringComparison.Ordinal)
                    let name = Path.GetFileName(file).Split('.')[0]
                    let types = PublicType().Matches(SourceTree.Read(file)).Select(match => match.Groups[1].Value).ToArray()
                    where types.Length > 1 || types.Any(type => type != name)
                    select $"{file}: {string.Join(", ", types)}";

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Sources_Regions_AreOnlySnippetsOfSamples()
    {
        var wrong = SourceTree.CSharp.Where(file => !file.StartsWith("samples/", StringComparison.Ordinal))
            .Where(file => SourceTree.ReadLines(file).Any(line => line.TrimStart().StartsWith("#region", StringComparison.Ordinal)));

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Sources_SuppressedWarnings_SayWhy()
    {
        var wrong = from file in SourceTree.CSharp
                    from line in SourceTree.ReadLines(file).Select((text, index) => (text, number: index + 1))
                    where SuppressionWithoutReason().IsMatch(line.text)
                    select $"{file}:{line.number}: {line.text.Trim()}";

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Names_OfFilesAndFolders_HaveAnOwner()
    {
        var wrong = Sources().Where(file => OwnerlessName().IsMatch(file));

        Violations.AssertNone(wrong);
    }

    [Fact]
    public void Texts_BannedWords_AreAbsent()
    {
        const string List = "eng/banned-words.txt";
        var banned = SourceTree.ReadLines(List)
            .Where(line => line.Length > 0 && line[0] != '#')
            .Select(line => line.Split('\t'))
            .Select(parts => (pattern: new Regex(parts[0]), reason: parts[1]))
            .ToArray();
        var texts = Sources().Concat(SourceTree.Files.Where(file => TextFile().IsMatch(file))).Where(file => file != List);

        var wrong = from file in texts
                    from line in SourceTree.ReadLines(file).Select((text, index) => (text, number: index + 1))
                    from word in banned
                    where word.pattern.IsMatch(line.text)
                    select $"{file}:{line.number}: '{word.pattern.Match(line.text).Value}': {word.reason}";

        Assert.NotEmpty(banned);
        Violations.AssertNone(wrong);
    }

    [Fact]
    public void PackageLock_ForTheReport_NamesNoRegistry() =>
        Assert.DoesNotContain("\"resolved\"", SourceTree.Read("src/Presage.Cli/Reports/web/package-lock.json"), StringComparison.Ordinal);

    /// <summary>Letters with accents, Greek letters, raised and lowered ones, arrows, operators, and the signs listed above.</summary>
    static bool IsOfFormulas(char letter) =>
        letter is (>= '\u00c0' and <= '\u024f') or (>= '\u0300' and <= '\u03ff') or (>= '\u1d2c' and <= '\u1eff')
            or (>= '\u2070' and <= '\u209c') or (>= '\u2190' and <= '\u22ff') or (>= '\u2308' and <= '\u230b')
        || SignsOfFormulas.Contains(letter, StringComparison.Ordinal);

    static IEnumerable<string> Sources() =>
        SourceTree.CSharp.Concat(SourceTree.Files.Where(file => file.EndsWith(".ts", StringComparison.Ordinal) || file.EndsWith(".mjs", StringComparison.Ordinal)));

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|ref|partial|unsafe|file)\s+)*(?:record struct|record class|record|class|struct|interface|enum|delegate\s+\S+)\s+(\w+)", RegexOptions.Multiline)]
    private static partial Regex PublicType();

    [GeneratedRegex(@"^\s*(#pragma warning disable(?!.*//)|\[(\w+: ?)?SuppressMessage(?!.*Justification))")]
    private static partial Regex SuppressionWithoutReason();

    [GeneratedRegex(@"(^|/)(\w*(Utils?|Utilities|Helpers?|Common|Manager)|Core)(/|\.cs$)")]
    private static partial Regex OwnerlessName();

    [GeneratedRegex(@"\.(md|props|csproj|slnx|targets|json|yml|sh|txt|css|html|py)$|(^|/)(test|presage|run)$")]
    private static partial Regex TextFile();
}
