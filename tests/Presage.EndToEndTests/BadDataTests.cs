using System.IO.Compression;
using System.Text;

namespace Presage.EndToEndTests;

/// <summary>Data that cannot be used: the message names the place, the exit code is 3, and no report is left behind.</summary>
public sealed class BadDataTests : IDisposable
{
    readonly WorkFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Evaluate_MissingFile_ListsWhatIsThere()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(10));

        Refused("cpu.txt", "cpu.txt: does not exist", "there are: cpu.csv");
    }

    [Fact]
    public void Evaluate_EmptyFile_SaysSo()
    {
        _folder.Write("empty.csv", "");

        Refused("empty.csv", "empty.csv", "empty");
    }

    [Fact]
    public void Evaluate_EmptyFolder_SaysSo()
    {
        Directory.CreateDirectory(_folder["nothing"]);

        Refused("nothing", "nothing", "no file with data");
    }

    [Fact]
    public void Evaluate_BinaryFile_NamesTheFormats()
    {
        _folder.Write("image.csv", [0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 13, .. Enumerable.Repeat((byte)0, 500)]);

        Refused("image.csv", "image.csv");
    }

    [Fact]
    public void Evaluate_TruncatedGzip_SaysSo()
    {
        var whole = Gzip(SampleData.LongCsv(600));
        _folder.Write("cut.csv.gz", whole[..(whole.Length / 2)]);

        Refused("cut.csv.gz", "cut.csv.gz", "gzip", "cut off");
    }

    [Fact]
    public void Evaluate_WrongColumnCount_NamesTheLineAndBothCounts()
    {
        _folder.Write("wide.csv", SampleData.LongCsv(600, (step, line) => step == 15 ? line + ",9" : line));

        Refused("wide.csv", "wide.csv:17: 4 columns, expected 3");
    }

    [Fact]
    public void Evaluate_TextForANumber_NamesTheLineAndTheText()
    {
        _folder.Write("text.csv", SampleData.LongCsv(600, (step, line) => step == 15 ? SampleData.WithValue(line, "high") : line));

        Refused("text.csv", "text.csv:17", "\"high\" is not a number");
    }

    [Fact]
    public void Evaluate_TextForATime_NamesTheLineAndTheText()
    {
        _folder.Write("time.csv", SampleData.LongCsv(600, (step, line) => step == 15 ? "api/cpu,teatime,5" : line));

        Refused("time.csv", "time.csv:17", "\"teatime\" is not a time");
    }

    [Fact]
    public void Evaluate_HeaderAlone_SaysThereIsNoRow()
    {
        _folder.Write("header.csv", SampleData.LongCsv(0));

        Refused("header.csv", "header.csv", "no row");
    }

    [Fact]
    public void Evaluate_OneRow_SaysItCannotBeSplit()
    {
        _folder.Write("one.csv", "series,timestamp,value\napi/cpu,2026-01-05T00:00:00Z,5\n");

        Refused("one.csv", "cannot be split into train, validation and test");
    }

    [Fact]
    public void Evaluate_TooShortForTheWindow_NamesLookbackHorizonAndLength()
    {
        _folder.Write("short.csv", SampleData.LongCsv(100));

        Refused("short.csv", "short.csv", "look-back 96 and horizon 24", "100 bins");
    }

    [Fact]
    public void Evaluate_EveryValueMissing_IsRefused()
    {
        _folder.Write("missing.csv", SampleData.LongCsv(600, (_, line) => SampleData.WithValue(line, "")));

        Refused("missing.csv", "missing.csv");
    }

    [Fact]
    public void Evaluate_EntityThatIsNotThere_NamesTheOnesThatAre()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(600));

        Refused(["cpu.csv", "--entities", "web"], 3, "web", "api");
    }

    [Fact]
    public void Evaluate_OneMetricAllMissing_WarnsAndScoresTheOther()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(600, (_, line) =>
            line.Contains("latency", StringComparison.Ordinal) ? SampleData.WithValue(line, "") : line));

        var run = Evaluate("cpu.csv", "--csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("latency has no value at all", run.Error, StringComparison.Ordinal);
        Assert.Contains(",cpu,", run.Out, StringComparison.Ordinal);
        Assert.DoesNotContain(",latency,", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_ConstantSeries_WarnsAndScores()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(600, (_, line) =>
            line.StartsWith("cart/latency", StringComparison.Ordinal) ? SampleData.WithValue(line, "5") : line));

        var run = Evaluate("cpu.csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("latency is always 5 in 1 of 2 series (cart)", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_NanAndInfinities_AreCountedAsMissing()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(600, (step, line) => (step % 10) switch
        {
            3 => SampleData.WithValue(line, "NaN"),
            7 => SampleData.WithValue(line, "-inf"),
            _ => line,
        }));

        var run = Evaluate("cpu.csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("480 missing values", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_DuplicateTimes_AreCounted()
    {
        _folder.Write("cpu.csv", SampleData.LongCsv(600, (step, line) => step % 100 == 0 ? $"{line}\n{line}" : line));

        var run = Evaluate("cpu.csv");

        Assert.Equal(0, run.ExitCode);
        Assert.Contains("24 with a time that was there already", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void Evaluate_UnorderedTimes_GiveTheSameNumbers()
    {
        var lines = SampleData.LongCsv(600).TrimEnd('\n').Split('\n');
        _folder.Write("ordered.csv", string.Join('\n', lines));
        _folder.Write("reversed.csv", string.Join('\n', lines.Skip(1).Reverse().OrderBy(line => line.Split(',')[0]).Prepend(lines[0])));

        var ordered = Evaluate("ordered.csv", "--csv");
        var reversed = Evaluate("reversed.csv", "--csv");

        Assert.Contains("out of order, sorted", reversed.Error, StringComparison.Ordinal);
        Assert.Equal(WithoutSeconds(ordered.Out), WithoutSeconds(reversed.Out));
    }

    CommandRun Evaluate(string data, params string[] more) => CommandRun.Of(["evaluate", "last", "--data", _folder[data], .. more]);

    void Refused(string data, params string[] messageParts) => Refused([data], 3, messageParts);

    void Refused(string[] arguments, int exitCode, params string[] messageParts)
    {
        var before = _folder.Entries;

        var run = CommandRun.Of(["evaluate", "last", "--report", _folder["report.html"], "--data", _folder[arguments[0]], .. arguments[1..]]);

        run.AssertRefused(exitCode, messageParts);
        Assert.Equal(before, _folder.Entries);
    }

    // The seconds of training are the one column that differs from run to run.
    static IEnumerable<string> WithoutSeconds(string csv)
    {
        var lines = csv.Split('\n');
        var seconds = Array.IndexOf(lines[0].Split(','), "trainSeconds");
        Assert.True(seconds > 0);
        return lines.Select(line => string.Join(',', line.Split(',').Where((_, column) => column != seconds)));
    }

    static byte[] Gzip(string text)
    {
        using var buffer = new MemoryStream();
        using (var gzip = new GZipStream(buffer, CompressionLevel.Optimal))
        {
            gzip.Write(Encoding.UTF8.GetBytes(text));
        }

        return buffer.ToArray();
    }
}
