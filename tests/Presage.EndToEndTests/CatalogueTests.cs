using System.CommandLine;
using Presage.Cli;
using Presage.Cli.Commands;
using Presage.Cli.Output;
using Presage.Models;

namespace Presage.EndToEndTests;

/// <summary>What help texts promise exists.</summary>
public sealed class CatalogueTests
{
    public static TheoryData<string> Examples { get; } =
    [
        .. Verbs(PresageCommandLine.Create(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null }))
            .SelectMany(verb => verb.Examples)
            .Concat(PresageCommandLine.Examples)
            .Select(example => example.Line),
    ];

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfEveryHelp_Parses(string line)
    {
        var root = PresageCommandLine.Create(new Terminal { Out = TextWriter.Null, Error = TextWriter.Null });
        var words = line.Split('>')[0].TrimEnd('>', ' ').Split(' ');

        Assert.Empty(root.Parse(words).Errors);
    }

    [Theory]
    [MemberData(nameof(Examples))]
    public void Example_OfEveryHelp_NamesModelsThatExist(string line)
    {
        var words = line.Split(' ');
        if (words[0] is "train" or "evaluate")
        {
            Assert.All(words[1].Split(','), model => Assert.Contains(ModelCatalog.Forecasters, entry => entry.Card.Id == model));
        }
    }

    [Theory]
    [InlineData("train")]
    [InlineData("evaluate")]
    public void Help_OfTrainAndEvaluate_ListsEveryModel(string verb)
    {
        var help = CommandRun.Of(verb, "--help").Out;

        Assert.All(ModelCatalog.Forecasters, entry => Assert.Contains($"\n  {entry.Card.Id} ", help, StringComparison.Ordinal));
    }

    static IEnumerable<Verb> Verbs(Command command) =>
        command.Subcommands.OfType<Verb>().SelectMany(verb => Verbs(verb).Prepend(verb));
}
