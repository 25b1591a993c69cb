using Presage.Tests.Repository;

namespace Presage.Tests.Golden;

/// <summary>Text that a test compares with what is committed. <c>PRESAGE_UPDATE=1</c> renews it, to be read in the diff; never where CI is set.</summary>
static class GoldenFile
{
    const string UpdateVariable = "PRESAGE_UPDATE";

    /// <summary>Whether this run renews golden files.</summary>
    /// <exception cref="InvalidOperationException">A renewal was asked for where CI is set: it would approve itself.</exception>
    public static bool IsRenewing
    {
        get
        {
            if (Environment.GetEnvironmentVariable(UpdateVariable) != "1")
            {
                return false;
            }

            return string.IsNullOrEmpty(Environment.GetEnvironmentVariable("CI"))
                ? true
                : throw new InvalidOperationException($"{UpdateVariable}=1 is refused where CI is set.");
        }
    }

    /// <summary>Fails with the first line that differs from the committed file.</summary>
    /// <param name="path">From the root of the repository.</param>
    /// <param name="actual">The text as it is now, with line feeds.</param>
    public static void Verify(string path, string actual)
    {
        var absolute = SourceTree.Absolute(path);
        if (IsRenewing)
        {
            File.WriteAllText(absolute, actual);
            return;
        }

        var expected = File.Exists(absolute) ? File.ReadAllText(absolute).ReplaceLineEndings("\n") : "";
        if (expected != actual)
        {
            Assert.Fail($"{path}: {FirstDifference(expected, actual)}\nRun the test with {UpdateVariable}=1 and read the diff.");
        }
    }

    static string FirstDifference(string expected, string actual)
    {
        var committed = expected.Split('\n');
        var current = actual.Split('\n');
        var line = Enumerable.Range(0, Math.Max(committed.Length, current.Length))
            .First(index => index >= committed.Length || index >= current.Length || committed[index] != current[index]);
        return $"line {line + 1} was '{committed.ElementAtOrDefault(line)}', is '{current.ElementAtOrDefault(line)}'.";
    }
}
