using System.CommandLine;
using Presage.Cli.Completions;
using Presage.Cli.Output;

namespace Presage.Cli.Commands;

/// <summary><c>presage completion SHELL</c>: the script that makes a shell complete verbs, options, models and data sets.</summary>
static class CompletionCommand
{
    public static Verb Create(Terminal terminal)
    {
        var shell = new Argument<string>("SHELL") { HelpName = "SHELL", Description = string.Join(", ", CompletionScript.Shells) };
        shell.AcceptOnlyFromAmong([.. CompletionScript.Shells]);
        var verb = new Verb("completion", "Print the completion script of a shell")
        {
            Examples =
            [
                new("completion bash > ~/.local/share/bash-completion/completions/presage", "bash, for every new shell"),
                new("completion zsh > \"${fpath[1]}/_presage\"", "zsh"),
                new("completion fish > ~/.config/fish/completions/presage.fish", "fish"),
                new("completion powershell >> $PROFILE", "PowerShell"),
            ],
        };
        verb.Arguments.Add(shell);
        verb.SetAction(parsed => terminal.Out.Write(CompletionScript.For(parsed.GetRequiredValue(shell))));
        return verb;
    }
}
