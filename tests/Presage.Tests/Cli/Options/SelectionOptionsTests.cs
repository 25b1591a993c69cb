using Presage.Cli.Options;

namespace Presage.Tests.Cli.Options;

public sealed class SelectionOptionsTests
{
    [Theory]
    [InlineData(1, "1.csv")]
    [InlineData(3, "1.csv, 2.csv, 3.csv")]
    [InlineData(80, "1.csv, 2.csv, 3.csv and 77 more")]
    public void FileNames_Many_AreCountedBeyondThree(int count, string expected) =>
        Assert.Equal(expected, SelectionOptions.FileNames([.. Enumerable.Range(1, count).Select(file => $"/data/{file}.csv")]));
}
