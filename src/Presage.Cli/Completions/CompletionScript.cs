using System.Diagnostics;

namespace Presage.Cli.Completions;

/// <summary>The shells' side of completion: each script asks the command itself, so it never lags behind the options.</summary>
static class CompletionScript
{
    // The parser answers "[suggest:POSITION]" LINE with one candidate a line; where it has none, files complete.
    const string Bash = """
        _presage() {
            local line="${COMP_LINE:0:COMP_POINT}" word="${COMP_WORDS[COMP_CWORD]}" candidates
            candidates="$("${COMP_WORDS[0]}" "[suggest:${#line}]" "$line" 2>/dev/null)"
            mapfile -t COMPREPLY < <(compgen -W "$candidates" -- "$word")
        }
        complete -o default -F _presage presage ./presage

        """;

    const string Zsh = """
        #compdef presage
        _presage() {
            local line="${BUFFER[1,CURSOR]}"
            local -a candidates
            candidates=("${(@f)$("${words[1]}" "[suggest:${#line}]" "$line" 2>/dev/null)}")
            compadd -- ${candidates:#} || _files
        }
        compdef _presage presage

        """;

    const string Fish = """
        function __presage_complete
            set -l line (commandline -cp)
            presage "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
        end
        complete -c presage -a '(__presage_complete)'

        """;

    const string PowerShell = """
        Register-ArgumentCompleter -Native -CommandName presage -ScriptBlock {
            param($word, $line, $cursor)
            $text = $line.ToString()
            if ($cursor -gt $text.Length) { $text = $text.PadRight($cursor) }
            presage "[suggest:$cursor]" "$text" 2>$null | Where-Object { $_ -like "$word*" } | ForEach-Object {
                [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
            }
        }

        """;

    /// <summary>The shells there is a script for.</summary>
    public static IReadOnlyList<string> Shells { get; } = ["bash", "zsh", "fish", "powershell"];

    /// <summary>The script of one of <see cref="Shells"/>.</summary>
    public static string For(string shell) => shell switch
    {
        "bash" => Bash,
        "zsh" => Zsh,
        "fish" => Fish,
        "powershell" => PowerShell,
        _ => throw new UnreachableException($"BUG: the parser let the shell '{shell}' pass."),
    };
}
