using System.CommandLine;
using Presage.Cli.Output;

namespace Presage.Tests.Cli.Output;

public sealed class TextTests
{
    [Theory]
    [InlineData(0, "0 s")]
    [InlineData(0.25, "0.25 s")]
    [InlineData(60, "60 s")]
    [InlineData(900, "15 min")]
    [InlineData(5400, "1 h 30 min")]
    [InlineData(190_800, "2 d 5 h")]
    [InlineData(86_400, "1 d")]
    public void DurationText_Lengths_AreInTheirLargestUnits(double seconds, string expected) =>
        Assert.Equal(expected, DurationText.Show(TimeSpan.FromSeconds(seconds)));

    [Theory]
    [InlineData("plain", "plain")]
    [InlineData("a,b", "\"a,b\"")]
    [InlineData("say \"hi\"", "\"say \"\"hi\"\"\"")]
    [InlineData("two\nlines", "\"two\nlines\"")]
    public void CsvText_Field_IsQuotedWhereItMustBe(string text, string expected) => Assert.Equal(expected, CsvText.Field(text));

    [Theory]
    [InlineData(0.1, "0.1")]
    [InlineData(1e-7, "1E-07")]
    [InlineData(double.NaN, "")]
    [InlineData(double.PositiveInfinity, "")]
    public void CsvText_Number_ReadsBackOrIsEmpty(double value, string expected) => Assert.Equal(expected, CsvText.Number(value));

    [Theory]
    [InlineData(0.0004, "p < 0.001")]
    [InlineData(0.0412, "p 0.041")]
    public void NumberText_Probability_IsNeverZero(double value, string expected) => Assert.Equal(expected, NumberText.Probability(value));

    [Fact]
    public void CommandText_WordsWithBlanksAndQuotes_ReadBackInAShell()
    {
        var data = new Option<string>("--data");
        var parsed = new RootCommand { data }.Parse(["--data", "it's my file.csv"]);

        Assert.Equal("presage --data 'it'\\''s my file.csv'", CommandText.Of(parsed));
    }

    [Fact]
    public void JsonText_NotFinite_IsNull()
    {
        using var output = new StringWriter();

        JsonText.Write(output, json =>
        {
            json.WriteFinite("missing", null);
            json.WriteFinite("infinite", double.PositiveInfinity);
            json.WriteFinite("there", 0.5);
        });

        Assert.Equal("{\"missing\":null,\"infinite\":null,\"there\":0.5}", output.ToString().ReplaceLineEndings("").Replace(" ", "", StringComparison.Ordinal));
    }

    [Fact]
    public void JsonText_WriterFails_NothingIsPrinted()
    {
        using var output = new StringWriter();

        Assert.Throws<IOException>(() => JsonText.Write(output, json =>
        {
            json.WriteString("command", "evaluate");
            throw new IOException("late");
        }));

        Assert.Empty(output.ToString());
    }
}
