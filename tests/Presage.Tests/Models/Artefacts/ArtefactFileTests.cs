using Presage.Models;
using Presage.Models.Artefacts;
using Presage.Tests.Fixtures;
using Presage.Tests.Golden;
using Presage.Tests.Repository;

namespace Presage.Tests.Models.Artefacts;

public sealed class ArtefactFileTests
{
    const string GoldenPath = "tests/Presage.Tests/Golden/artefact-v1.presage";
    const string GoldenForecast = "tests/Presage.Tests/Golden/artefact-v1.forecast.txt";

    [Fact]
    public void Read_Written_ForecastsBitEqual()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "model.presage");
        using var trained = TrainedModels.Train("ridge").Trained;

        ArtefactFile.Write(path, trained);
        using var read = ArtefactFile.Read(path);

        Assert.Equal(Text(trained), Text(read));
        Assert.Equal(trained.Data, read.Data);
        Assert.Equal(trained.Window, read.Window);
        Assert.Equal(trained.Grid.TrainEndMs, read.Grid.TrainEndMs);
        Assert.Equal(["model.presage"], Directory.GetFileSystemEntries(folder.Path).Select(Path.GetFileName));
    }

    [Fact]
    public void Write_FileExists_ReplacesIt()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.presage", "older");
        using var trained = TrainedModels.Train("last").Trained;

        ArtefactFile.Write(path, trained);

        using var read = ArtefactFile.Read(path);
        Assert.Equal("last", read.Forecaster.Card.Id);
    }

    [Fact]
    public void Write_DiskFullHalfway_LeavesTheOlderFileAndNothingElse()
    {
        using var folder = new TemporaryFolder();
        var path = folder.Write("model.presage", "older");
        using var trained = TrainedModels.Train("ridge").Trained;

        Assert.Throws<IOException>(() => AtomicFile.Write(path, stream => ArtefactFile.Write(new FullStream(stream, 200), trained)));

        Assert.Equal("older", File.ReadAllText(path));
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Write_FolderMissing_LeavesNothingBehind()
    {
        using var folder = new TemporaryFolder();
        using var trained = TrainedModels.Train("last").Trained;

        Assert.Throws<DirectoryNotFoundException>(() => ArtefactFile.Write(Path.Combine(folder.Path, "none", "model.presage"), trained));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Read_NoFile_NamesThePath()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "none.presage");

        var error = Assert.Throws<ArtefactException>(() => ArtefactFile.Read(path));
        Assert.Equal($"{path}: there is no such file.", error.Message);
    }

    [Fact]
    public void Read_ModelOutsideTheCatalogue_IsFoundByTheCallersList()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "own.presage");
        using var trained = TrainedModels.Train("ridge").Trained;
        ArtefactFile.Write(path, trained);

        Assert.Contains(
            "no model 'ridge'",
            Assert.Throws<ArtefactException>(() => ArtefactFile.Read(path, id => throw UnknownModelException.For("model", id, ["own"]))).Message,
            StringComparison.Ordinal);
    }

    /// <summary>A file that an older build wrote must open and forecast as it did.</summary>
    [Fact]
    public void Read_GoldenFile_StillForecastsTheSame()
    {
        // Never renewed: it is what an older program wrote, with plain bands.
        using var golden = ArtefactFile.Read(SourceTree.Absolute(GoldenPath));

        Assert.False(golden.Bands.HasHead);
        GoldenFile.Verify(GoldenForecast, Text(golden));
    }

    static string Text(TrainedForecaster trained)
    {
        var result = trained.Forecast(trained.Align(SmallData.Recording(SmallData.Frame(bins: 420, seed: 8))));
        return string.Concat(result.Series.Select(series => FormattableString.Invariant(
            $"{series.Entity} {series.Metric}: {string.Join(" ", series.TimesMs)}: {Join(series.Point)}: {string.Join(" | ", series.Bands.Select(band => Join(band.Lower) + " to " + Join(band.Upper)))}\n")));
    }

    static string Join(float[] values) => string.Join(" ", values.Select(value => FormattableString.Invariant($"{value:R}")));

    sealed class FullStream(Stream inner, int room) : Stream
    {
        int _room = room;

        public override bool CanRead => false;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (count > _room)
            {
                throw new IOException("No space left on device");
            }

            _room -= count;
            inner.Write(buffer, offset, count);
        }

        public override void Flush() => inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();
    }
}
