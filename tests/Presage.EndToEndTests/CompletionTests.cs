using System.Diagnostics;

namespace Presage.EndToEndTests;

/// <summary>Runs the printed script in a real bash, beside the built command.</summary>
public sealed class CompletionTests
{
    [UnixTheory]
    [InlineData("presage comp", "completion")]
    [InlineData("presage completion f", "fish")]
    public void Bash_WordBegun_IsCompleted(string line, string expected)
    {
        using var folder = new WorkFolder();
        var script = folder.Write("presage.bash", CommandRun.Of("completion", "bash").Out);
        var words = line.Split(' ');
        var start = new ProcessStartInfo("bash")
        {
            RedirectStandardOutput = true,
            ArgumentList =
            {
                "-c",
                $"PATH=\"{AppContext.BaseDirectory}:$PATH\"; source {script}; COMP_LINE='{line}'; COMP_POINT={line.Length}; "
                + $"COMP_WORDS=({line}); COMP_CWORD={words.Length - 1}; _presage; echo \"${{COMPREPLY[*]}}\"",
            },
        };

        using var bash = Process.Start(start)!;
        var output = bash.StandardOutput.ReadToEnd();
        bash.WaitForExit();

        Assert.Equal(expected, output.Trim());
    }
}
