using Presage.Cli;

namespace Presage.Tests.Cli;

public sealed class SpellingTests
{
    [Theory]
    [InlineData("trian", "train")]
    [InlineData("evalute", "evaluate")]
    [InlineData("xyzzyx", null)]
    public void Nearest_MistypedWord_FindsTheMeant(string word, string? expected) =>
        Assert.Equal(expected, Spelling.Nearest(word, ["train", "evaluate", "forecast"]));
}
