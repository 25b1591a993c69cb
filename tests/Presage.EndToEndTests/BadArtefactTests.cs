namespace Presage.EndToEndTests;

/// <summary>Artefacts that cannot be used, or cannot be written.</summary>
public sealed class BadArtefactTests : IDisposable
{
    readonly WorkFolder _folder = new();
    readonly string _data;
    readonly string _artefact;

    public BadArtefactTests()
    {
        _data = _folder.Write("my.csv", SampleData.LongCsv(600));
        _artefact = _folder["my.presage"];
        Assert.Equal(0, CommandRun.Of("train", "last", "--data", _data, "--out", _artefact, "--quiet").ExitCode);
    }

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Forecast_MissingArtefact_SaysSo() =>
        CommandRun.Of("forecast", "--model", _folder["no.presage"], "--data", _data).AssertRefused(3, "no.presage", "no such file");

    [Fact]
    public void Forecast_AnotherFileAsArtefact_SaysSo() => Refused("my.csv", "this is no presage artefact");

    [Fact]
    public void Forecast_EmptyArtefact_SaysSo() => Refused(Damage(_ => []), "the file is empty");

    [Fact]
    public void Forecast_TruncatedArtefact_NamesBothLengths() => Refused(Damage(bytes => bytes[..^100]), "cut short");

    [Fact]
    public void Forecast_OneBitFlipped_NamesBothChecksums() => Refused(
        Damage(bytes =>
        {
            bytes[bytes.Length / 2] ^= 4;
            return bytes;
        }),
        "checksum");

    [Fact]
    public void Forecast_NewerArtefact_NamesBothVersions() => Refused(
        Damage(bytes =>
        {
            bytes[8] = 99;
            return bytes;
        }),
        "format version 99");

    [Fact]
    public void Forecast_ArtefactForOtherMetrics_NamesWhatIsMissing()
    {
        CommandRun.Of("forecast", "--model", _artefact, "--data", _data, "--metrics", "cpu", "--report", _folder["r.html"])
            .AssertRefused(3, "cpu, latency", "latency missing");
        Assert.Equal(["my.csv", "my.presage"], _folder.Entries);
    }

    [Fact]
    public void Forecast_DataTooShort_NamesTheLookback()
    {
        var shortData = _folder.Write("short.csv", SampleData.LongCsv(50));

        CommandRun.Of("forecast", "--model", _artefact, "--data", shortData).AssertRefused(3, "96 newest bins");
    }

    [Fact]
    public void Forecast_HorizonBeyondTheArtefact_NamesBoth() =>
        CommandRun.Of("forecast", "--model", _artefact, "--data", _data, "--horizon", "48").AssertRefused(2, "--horizon 48", "24 steps");

    [Fact]
    public void Train_IntoMissingFolder_IsRefusedBeforeTheRun() =>
        CommandRun.Of("train", "last", "--data", _data, "--out", _folder["models/my.presage"]).AssertRefused(2, "--out", "does not exist");

    [Fact]
    public void Train_OntoAFolder_IsRefused() =>
        CommandRun.Of("train", "last", "--data", _data, "--out", _folder.Root).AssertRefused(2, "--out", "this is a folder");

    [UnixFact]
    public void Train_IntoAFolderThatTakesNoFile_IsRefusedBeforeTheRun() =>
        CommandRun.Of("train", "last", "--data", _data, "--out", "/proc/my.presage").AssertRefused(2, "--out /proc/my.presage", "cannot write");

    [UnixFact]
    public void Train_OntoADevice_IsRefusedAndTheDeviceStays()
    {
        CommandRun.Of("train", "last", "--data", _data, "--out", "/dev/full").AssertRefused(2, "/dev/full", "device");
        Assert.Throws<IOException>(() => File.WriteAllText("/dev/full", "x"));
    }

    [UnixFact]
    public void Train_DiskFull_LeavesTheOlderArtefactAlone()
    {
        var before = File.ReadAllBytes(_artefact);

        // The runtime maps its own code from a file in memory, to which the limit would apply as well.
        using var process = ChildProcess.StartInBash(
            $"trap '' XFSZ; ulimit -f 8; DOTNET_EnableWriteXorExecute=0 presage train ridge --data '{_data}' --out '{_artefact}'");

        process.Finish().AssertRefused(1, "my.presage was not written");
        Assert.Equal(["my.csv", "my.presage"], _folder.Entries);
        Assert.Equal(before, File.ReadAllBytes(_artefact));
    }

    [Theory]
    [InlineData("train lest --out a.presage", "no model 'lest'")]
    [InlineData("train ridge", "--out")]
    [InlineData("train ridge --out a.presage --set lambda=often", "'often'")]
    [InlineData("train ridge --out a.presage --epochs 0", "--epochs 0")]
    [InlineData("train ridge,last --out a.presage", "no model 'ridge,last'")]
    [InlineData("forecast", "--model")]
    public void Run_WrongWord_IsRefused(string line, string wrong)
    {
        var words = line.Split(' ').Select(word => word == "a.presage" ? _folder[word] : word);

        CommandRun.Of([.. words, "--data", _data]).AssertRefused(2, wrong);
        Assert.Equal(["my.csv", "my.presage"], _folder.Entries);
    }

    string Damage(Func<byte[], byte[]> change) => Path.GetFileName(_folder.Write("bad.presage", change(File.ReadAllBytes(_artefact))));

    void Refused(string name, params string[] messageParts)
    {
        var before = _folder.Entries;

        CommandRun.Of("forecast", "--model", _folder[name], "--data", _data, "--report", _folder["r.html"]).AssertRefused(3, [name, .. messageParts]);

        Assert.Equal(before, _folder.Entries);
    }
}
