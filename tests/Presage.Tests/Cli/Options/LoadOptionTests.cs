using Presage.Cli;
using Presage.Cli.Options;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Tests.Cli.Options;

public sealed class LoadOptionTests
{
    static readonly ShopTopology Shop = ShopPresets.Get("shop-12");

    [Theory]
    [InlineData("0.5", 0.5, 0)]
    [InlineData("+25%", 1.25, 0)]
    [InlineData("-20%", 0.8, 0)]
    [InlineData("80%", 0.8, 0)]
    [InlineData("2@6h", 2, 6)]
    public void Parse_OfAllEntries_IsOneChange(string text, double factor, int hours)
    {
        var change = Assert.Single(LoadOption.Parse(text, Shop));

        Assert.Null(change.Entry);
        Assert.Equal(factor, change.Factor, 1e-12);
        Assert.Equal(TimeSpan.FromHours(hours), change.At);
    }

    [Fact]
    public void Parse_Service_ChangesItsEntries()
    {
        var changes = LoadOption.Parse("api=+50%@30m", Shop);

        Assert.Equal(["api/home", "api/product", "api/basket", "api/order"], changes.Select(change => change.Entry));
        Assert.All(changes, change => Assert.Equal((1.5, TimeSpan.FromMinutes(30)), (change.Factor, change.At)));
    }

    [Fact]
    public void Parse_Entry_ChangesItAlone() =>
        Assert.Equal([new LoadChange { Entry = "api/order", Factor = 3 }], LoadOption.Parse("api/order=3", Shop));

    [Theory]
    [InlineData("")]
    [InlineData("much")]
    [InlineData("-120%")]
    [InlineData("101")]
    [InlineData("api=1=2")]
    [InlineData("1@2@3")]
    [InlineData("1@soon")]
    [InlineData("%")]
    [InlineData("api=")]
    public void Parse_Unreadable_IsRefusedWithTheText(string text) =>
        Assert.Contains("--load '", Assert.Throws<UsageException>(() => LoadOption.Parse(text, Shop)).Message, StringComparison.Ordinal);

    [Fact]
    public void Parse_ServiceWithoutUsers_NamesTheEntries() =>
        Assert.Equal(
            "--load 'cart=2': users do not call 'cart'; they call api/home, api/product, api/basket, api/order.",
            Assert.Throws<UsageException>(() => LoadOption.Parse("cart=2", Shop)).Message);
}
