using System.Text;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

public class LineReaderTests
{
    [Fact]
    public void TryRead_MixedLineEnds_HandsOutLinesWithTheirNumbers() =>
        Assert.Equal(["1:a", "2:b", "5:c"], Lines("\ufeffa\r\nb\n\n \t\r\nc"));

    [Fact]
    public void TryRead_LinesLongerThanTheBuffer_AreWhole()
    {
        string longLine = new('x', 700_000);

        Assert.Equal(["1:short", $"2:{longLine}", "3:end"], Lines($"short\n{longLine}\nend\n"));
    }

    [Fact]
    public void TryRead_StreamThatGivesOneByteAtATime_IsTheSame()
    {
        var reader = new LineReader(new DripStream("ab\ncd\r\n\nef"u8.ToArray()), "x", CancellationToken.None);

        Assert.Equal(["1:ab", "2:cd", "4:ef"], Lines(reader));
    }

    [Fact]
    public void TryRead_NoLineEndAnywhere_SaysThatItIsNoText()
    {
        var reader = new LineReader(new MemoryStream(new byte[(1 << 24) + 1]), "x.csv", CancellationToken.None);

        var error = Assert.Throws<DataFormatException>(() => reader.TryRead(out _));
        Assert.Contains("no line end within 16777216 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();
        var reader = new LineReader(new MemoryStream("a\n"u8.ToArray()), "x", source.Token);

        Assert.Throws<OperationCanceledException>(() => reader.TryRead(out _));
    }

    static List<string> Lines(string text) =>
        Lines(new LineReader(new MemoryStream(Encoding.UTF8.GetBytes(text)), "x", CancellationToken.None));

    static List<string> Lines(LineReader reader)
    {
        var lines = new List<string>();
        while (reader.TryRead(out var line))
        {
            lines.Add($"{reader.LineNumber}:{Encoding.UTF8.GetString(line)}");
        }

        return lines;
    }

    sealed class DripStream(byte[] bytes) : ForwardStream(new MemoryStream(bytes))
    {
        public override int Read(Span<byte> buffer) => Inner.Read(buffer[..Math.Min(1, buffer.Length)]);
    }
}
