using System.Text;
using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

public class FieldSplitterTests
{
    [Theory]
    [InlineData("a,b,c", "a|b|c")]
    [InlineData("a,,", "a||")]
    [InlineData("", "")]
    [InlineData(" a , b ", "a|b")]
    [InlineData("\"a,b\",c", "a,b|c")]
    [InlineData("\"say \"\"hi\"\"\" ,c", "say \"hi\"|c")]
    [InlineData("\"\",x", "|x")]
    public void TrySplit_Line_HasItsFields(string line, string expected) => Assert.Equal(expected, Split(',', line));

    [Theory]
    [InlineData("\"a,b")]
    [InlineData("\"a\"b,c")]
    public void TrySplit_QuoteNotClosed_IsRefused(string line) =>
        Assert.False(new FieldSplitter((byte)',').TrySplit(Encoding.UTF8.GetBytes(line)));

    [Fact]
    public void TrySplit_Tabs_KeepEmptyFields() => Assert.Equal("a||b c", Split('\t', "a\t\tb c"));

    [Fact]
    public void TrySplit_ManyFields_AreAllFound()
    {
        string line = string.Join(';', Enumerable.Range(0, 500));

        Assert.Equal(string.Join('|', Enumerable.Range(0, 500)), Split(';', line));
    }

    [Theory]
    [InlineData("a,b;c,d", ',')]
    [InlineData("a;\tb;\tc;\td", ';')]
    [InlineData("a\tb", '\t')]
    [InlineData("\"a;b;c\",d", ',')]
    [InlineData("single", ',')]
    public void FindDelimiter_TakesTheCommonest(string line, char expected) =>
        Assert.Equal((byte)expected, FieldSplitter.FindDelimiter(Encoding.UTF8.GetBytes(line)));

    static string Split(char delimiter, string line)
    {
        var splitter = new FieldSplitter((byte)delimiter);
        byte[] bytes = Encoding.UTF8.GetBytes(line);
        Assert.True(splitter.TrySplit(bytes));
        return string.Join('|', Enumerable.Range(0, splitter.Count).Select(index => splitter.Text(bytes, index)));
    }
}
