using System.Text;
using Presage.Cli;
using Presage.Cli.Output;

namespace Presage.Tests.Cli.Output;

public sealed class OutputFileTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("presage-output-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Write_Succeeds_LeavesExactlyTheFile()
    {
        var path = Path.Combine(_folder, "a.csv");

        OutputFile.Write(path, stream => stream.Write("new"u8));

        Assert.Equal("new", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Write_FailsHalfWay_KeepsTheOldFileAndNothingElse()
    {
        var path = Path.Combine(_folder, "a.csv");
        File.WriteAllText(path, "old");

        Assert.Throws<IOException>(() => OutputFile.Write(path, stream =>
        {
            stream.Write(Encoding.UTF8.GetBytes(new string('x', 100_000)));
            throw new IOException("No space left on device");
        }));

        Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_folder));
    }

    [Fact]
    public void Require_MissingFolder_NamesOptionAndFolder()
    {
        var folder = Path.Combine(_folder, "missing");

        var exception = Assert.Throws<UsageException>(() => OutputFile.Require(Path.Combine(folder, "a.csv"), "--out"));

        Assert.Contains("--out", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"'{folder}' does not exist", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Require_Folder_IsRefused() =>
        Assert.Contains("is a folder", Assert.Throws<UsageException>(() => OutputFile.Require(_folder, "--out")).Message, StringComparison.Ordinal);

    [Fact]
    public void Require_WritableFolder_LeavesNothing()
    {
        OutputFile.Require(Path.Combine(_folder, "a.csv"), "--out");

        Assert.Empty(Directory.GetFiles(_folder));
    }
}
