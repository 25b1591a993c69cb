using Presage.Cli;
using Presage.Cli.Options;

namespace Presage.Tests.Cli.Options;

public sealed class WhatIfOptionsTests
{
    [Theory]
    [InlineData("0.5", null, 0.5)]
    [InlineData("+50%", null, 1.5)]
    [InlineData("api=+50%", "api", 1.5)]
    [InlineData("ns/api-7=2", "ns/api-7", 2)]
    [InlineData("a=b=80%", "a=b", 0.8)]
    public void Parse_Change_IsServiceAndFactor(string text, string? service, double factor)
    {
        var change = WhatIfOptions.Parse(text);

        Assert.Equal(service, change.Service);
        Assert.Equal(factor, change.Factor, 1e-12);
    }

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("=2")]
    [InlineData("api=")]
    [InlineData("-120%")]
    [InlineData("101")]
    public void Parse_Unreadable_IsRefusedWithTheText(string text) =>
        Assert.Contains($"--load '{text}'", Assert.Throws<UsageException>(() => WhatIfOptions.Parse(text)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_WithATime_SaysWhatToLeaveOut() => Assert.Contains(
        "leave out '@6h'", Assert.Throws<UsageException>(() => WhatIfOptions.Parse("api=2@6h")).Message, StringComparison.Ordinal);
}
