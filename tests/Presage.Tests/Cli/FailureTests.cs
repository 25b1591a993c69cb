using Presage.Cli;
using Presage.Telemetry;

namespace Presage.Tests.Cli;

public sealed class FailureTests
{
    public static TheoryData<Exception, int> Cases { get; } = new()
    {
        { new OperationCanceledException(), ExitCode.Cancelled },
        { new UsageException("--out x"), ExitCode.Usage },
        { new DataFormatException("a.csv", 3, "8 columns, expected 9"), ExitCode.BadData },
        { new InvalidDataException("a"), ExitCode.BadData },
        { new FileNotFoundException("a"), ExitCode.BadData },
        { new IOException("No space left on device"), ExitCode.RuntimeFailure },
        { new InvalidOperationException("a"), ExitCode.RuntimeFailure },
        { new AggregateException(new UsageException("a")), ExitCode.Usage },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Of_EveryKind_HasItsExitCode(Exception exception, int exitCode) =>
        Assert.Equal(exitCode, Failure.Of(exception).ExitCode);

    [Fact]
    public void Of_BadLine_NamesFileLineAndBothValues() =>
        Assert.Equal("a.csv:3: 8 columns, expected 9", Failure.Of(new DataFormatException("a.csv", 3, "8 columns, expected 9")).Message);

    [Fact]
    public void Of_Defect_NamesItsTypeAndHowToSeeMore()
    {
        var message = Failure.Of(new InvalidOperationException("state")).Message;

        Assert.Contains("InvalidOperationException: state", message, StringComparison.Ordinal);
        Assert.Contains("--verbose", message, StringComparison.Ordinal);
    }
}
