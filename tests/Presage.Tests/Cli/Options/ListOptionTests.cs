using System.CommandLine;
using Presage.Cli.Options;

namespace Presage.Tests.Cli.Options;

public sealed class ListOptionTests
{
    [Theory]
    [InlineData("24,1,12,12", new[] { 1, 12, 24 })]
    [InlineData("96", new[] { 96 })]
    public void HorizonList_Numbers_AreSortedWithoutRepeats(string text, int[] expected)
    {
        var (value, errors) = Parse(text, new Option<IReadOnlyList<int>>("--horizons") { CustomParser = HorizonList.Parse });

        Assert.Empty(errors);
        Assert.Equal(expected, value!);
    }

    [Theory]
    [InlineData("1,x", "'x'")]
    [InlineData("0", "'0'")]
    [InlineData("1,,2", "''")]
    [InlineData("-3", "'-3'")]
    public void HorizonList_NoStep_NamesThePart(string text, string part)
    {
        var (_, errors) = Parse(text, new Option<IReadOnlyList<int>>("--horizons") { CustomParser = HorizonList.Parse });

        Assert.Contains(part, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void QualityGate_MetricAndNumber_AreRead()
    {
        var (value, errors) = Parse("MSE=0.5", new Option<QualityGate[]>("--fail-above") { CustomParser = QualityGate.Parse });

        Assert.Empty(errors);
        Assert.Equal(new QualityGate("mse", 0.5), Assert.Single(value!));
    }

    [Theory]
    [InlineData("mse", "write a metric and a number")]
    [InlineData("mse=low", "write a metric and a number")]
    [InlineData("mse=NaN", "write a metric and a number")]
    [InlineData("r2=0.5", "no metric 'r2'")]
    public void QualityGate_NoBound_SaysWhatIsWrong(string text, string message)
    {
        var (_, errors) = Parse(text, new Option<QualityGate[]>("--fail-above") { CustomParser = QualityGate.Parse });

        Assert.Contains(message, Assert.Single(errors), StringComparison.Ordinal);
    }

    static (T? Value, IReadOnlyList<string> Errors) Parse<T>(string text, Option<T> option)
    {
        var parsed = new RootCommand { option }.Parse([$"{option.Name}={text}"]);
        var errors = parsed.Errors.Select(error => error.Message).ToArray();
        return (errors.Length == 0 ? parsed.GetValue(option) : default, errors);
    }
}
