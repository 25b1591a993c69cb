using Presage.Models;

namespace Presage.Tests.Models;

public sealed class ModelSettingsTests
{
    static readonly ModelCard Card = new("one", "One", "forecasting", "", "", "", [new("depth", "3", ""), new("mode", "slow", "", ["slow", "fast"])]);
    static readonly ModelCard Other = new("two", "Two", "forecasting", "", "", "", [new("width", "8", "")]);

    [Fact]
    public void For_NothingGiven_TakesTheCardsDefaults()
    {
        var settings = ModelSettings.Empty.For(Card);

        Assert.Equal(3, settings.GetInt32("depth", 1, 10));
        Assert.Equal("slow", settings.GetText("mode"));
    }

    [Fact]
    public void Parse_SameKeyTwice_TakesTheLater() =>
        Assert.Equal(5, ModelSettings.Parse(["depth=4", "depth=5"]).For(Card).GetInt32("depth", 1, 10));

    [Fact]
    public void Parse_ValueWithEqualsSign_KeepsIt() =>
        Assert.Equal("a=b", ModelSettings.Parse(["depth=a=b"]).For(Card).GetText("depth"));

    [Fact]
    public void For_ModelsNameBeforeKey_WinsOverThePlainKey() =>
        Assert.Equal(9, ModelSettings.Parse(["one.depth=9", "depth=4"]).For(Card).GetInt32("depth", 1, 10));

    [Fact]
    public void For_KeyOfAnotherModel_IsLeftToThatModel()
    {
        var settings = ModelSettings.Parse(["width=16"]);

        Assert.Empty(settings.For(Card, [Card, Other]).Given);
        Assert.Equal(16, settings.For(Other, [Card, Other]).GetInt32("width", 1, 64));
    }

    [Theory]
    [InlineData("depht=4", "depht", "one.depth")]
    [InlineData("two.depth=4", "two.depth", "one.depth")]
    public void For_UnknownKey_NamesKeyAndNearest(string pair, string key, string nearest)
    {
        var error = Assert.Throws<SettingException>(() => ModelSettings.Parse([pair]).For(Card, [Card, Other]));

        Assert.Contains($"'{key}'", error.Message, StringComparison.Ordinal);
        Assert.Contains(nearest, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void For_WordNotAmongTheChoices_NamesAllThree()
    {
        var error = Assert.Throws<SettingException>(() => ModelSettings.Parse(["mode=quick"]).For(Card));

        Assert.Equal("The setting mode of one cannot be 'quick'; allowed: slow, fast.", error.Message);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("11")]
    [InlineData("3.5")]
    [InlineData("many")]
    [InlineData("99999999999")]
    public void GetInt32_OutOfRangeOrNoNumber_NamesTheRange(string text)
    {
        var error = Assert.Throws<SettingException>(() => ModelSettings.Parse([$"depth={text}"]).For(Card).GetInt32("depth", 1, 10));

        Assert.Contains($"'{text}'", error.Message, StringComparison.Ordinal);
        Assert.Contains("from 1 to 10", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("NaN")]
    [InlineData("1e9")]
    public void GetDouble_OutOfRange_Throws(string text) =>
        Assert.Throws<SettingException>(() => ModelSettings.Parse([$"depth={text}"]).For(Card).GetDouble("depth", 0, 1));

    [Theory]
    [InlineData("depth")]
    [InlineData("=4")]
    public void Parse_NoKeyOrNoEqualsSign_ShowsThePair(string pair) =>
        Assert.Contains($"'{pair}'", Assert.Throws<SettingException>(() => ModelSettings.Parse([pair])).Message, StringComparison.Ordinal);

    [Fact]
    public void Under_KeyGivenByTheUser_KeepsTheUsers()
    {
        var settings = ModelSettings.Parse(["mode=fast"]).For(Card).Under(new Dictionary<string, string> { ["mode"] = "slow", ["depth"] = "7" });

        Assert.Equal("fast", settings.GetText("mode"));
        Assert.Equal(7, settings.GetInt32("depth", 1, 10));
    }
}
