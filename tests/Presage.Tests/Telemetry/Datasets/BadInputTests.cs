using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

/// <summary>What is wrong with a path or a whole file, before any row is looked at.</summary>
public class BadInputTests
{
    [Fact]
    public void Read_MissingPath_SaysSo()
    {
        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read("no/such/file.csv"));

        Assert.Equal("no/such/file.csv: there is no such file or folder.", error.Message);
    }

    [Theory]
    [InlineData("", "the file is empty.")]
    [InlineData("\n \n\t\n", "the file has only blank lines.")]
    [InlineData("just some words\nand more\n", "no known format")]
    [InlineData("<html>\n<body>404</body>\n", "no known format")]
    [InlineData("time,cpu\n", "no row of data.")]
    public void Read_FileWithoutData_SaysWhy(string text, string message)
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.csv", text);

        var error = Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path));

        Assert.Contains("x.csv: ", error.Message, StringComparison.Ordinal);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_BinaryFile_NamesTheByte()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.csv", [0x50, 0x4b, 0x03, 0x04, 0x00]);

        Assert.Equal("x.csv: the file is binary: byte 0x03 at offset 2.", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message);
    }

    [Fact]
    public void Read_Utf16_AsksForUtf8()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.csv", [0xff, 0xfe, (byte)'a', 0]);

        Assert.Contains("UTF-16", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedGzip_SaysThatItIsCutOff()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = TemporaryFolder.Gzip(System.Text.Encoding.UTF8.GetBytes(
            "time,cpu\n" + string.Concat(Enumerable.Range(0, 50_000).Select(i => $"{i},{i * i % 977}\n"))));
        string path = folder.Write("x.csv.gz", whole[..(whole.Length / 2)]);

        Assert.Contains("cut off", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TruncatedTar_SaysThatItIsCutOff()
    {
        using var folder = new TemporaryFolder();
        byte[] whole = TemporaryFolder.Tar(("machine_usage.csv", File.ReadAllBytes(Slice.Path("alibaba2018/machine_usage.csv"))));
        string path = folder.Write("x.tar", whole[..700]);

        Assert.Contains("the tar archive is damaged or cut off", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyGzip_SaysThatTheFileIsEmpty()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("x.csv.gz", TemporaryFolder.Gzip([]));

        Assert.Contains("the file is empty.", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_EmptyFolder_SaysThatThereIsNoData()
    {
        using var folder = new TemporaryFolder();
        folder.Write("README.md", "# nothing here");

        Assert.EndsWith("no file with data; left out README.md.", Assert.Throws<DataFormatException>(() => ReaderCatalog.Read(folder.Path)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_UnknownFormat_NamesTheKnownOnes()
    {
        var error = Assert.Throws<ArgumentException>(() =>
            ReaderCatalog.Read(Slice.Path("ett/ETTx1.csv"), new ReadOptions { Format = "parquet" }));

        Assert.Contains("No format parquet; there are alibaba2018-machine-usage", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_TimesThatExcludeEverything_NamesThem()
    {
        var error = Assert.Throws<DataFormatException>(() =>
            ReaderCatalog.Read(Slice.Path("ett/ETTx1.csv"), new ReadOptions { FromMs = 5, ToMs = 6 }));

        Assert.EndsWith("none of 4 rows is asked for: from 5 to 6 ms.", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_Cancelled_Throws()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.Throws<OperationCanceledException>(() => ReaderCatalog.Read(Slice.Path("ett/ETTx1.csv"), null, source.Token));
    }
}
