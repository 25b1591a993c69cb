using Presage.Cli.Output;

namespace Presage.Tests.Cli.Output;

public sealed class JournalTests
{
    [Theory]
    [InlineData(false, false, "ridge: 50 % half\n")]
    [InlineData(true, true, "")]
    public async Task TrackAsync_NoTerminalOrQuiet_DrawsNoBar(bool isTerminal, bool quiet, string expected)
    {
        using var error = new StringWriter();

        await Track(error, isTerminal, quiet);

        Assert.Equal(expected, error.ToString().ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task TrackAsync_NoTerminalForLong_WritesALineNowAndThen()
    {
        using var error = new StringWriter();
        var clock = new HandClock();
        var journal = new Journal(new Terminal { Out = TextWriter.Null, Error = error, Clock = clock }, quiet: false);

        await journal.TrackAsync(progress =>
        {
            for (var second = 1; second <= 40; second++)
            {
                clock.Elapsed = TimeSpan.FromSeconds(second);
                progress.Report("ridge", second / 40.0, "");
            }

            return Task.FromResult(0);
        });

        Assert.Equal(["ridge: 3 %", "ridge: 40 %", "ridge: 78 %"], error.ToString().TrimEnd().Split(Environment.NewLine));
    }

    [Fact]
    public void Warn_Quiet_IsWrittenAllTheSame()
    {
        using var error = new StringWriter();
        var journal = new Journal(new Terminal { Out = TextWriter.Null, Error = error }, quiet: true);

        journal.Note("read 3 rows");
        journal.Warn("a metric has no value");

        Assert.Equal("warning: a metric has no value", error.ToString().TrimEnd());
    }

    [Fact]
    public void CreateOutConsole_NoColor_HasNoColours()
    {
        using var output = new StringWriter();
        var terminal = new Terminal
        {
            Out = output,
            Error = TextWriter.Null,
            OutIsTerminal = true,
            Variable = name => name == "NO_COLOR" ? "1" : null,
        };

        Assert.Equal(Spectre.Console.ColorSystem.NoColors, terminal.CreateOutConsole().Profile.Capabilities.ColorSystem);
    }

    static Task<int> Track(StringWriter error, bool isTerminal, bool quiet)
    {
        var terminal = new Terminal { Out = TextWriter.Null, Error = error, ErrorIsTerminal = isTerminal };
        return new Journal(terminal, quiet).TrackAsync(progress =>
        {
            progress.Report("ridge", 0.5, "half");
            return Task.FromResult(0);
        });
    }

    sealed class HandClock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;
    }
}
