using System.Text;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class GzipSourceTests
{
    static readonly byte[] Plain = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 20_000).Select(i => $"line {i * i % 7919}\n")));

    [Fact]
    public void Read_WholeData_IsThePlainText() => Assert.Equal(Plain, Read(TemporaryFolder.Gzip(Plain)));

    [Fact]
    public void Read_SeveralMembers_AreOneText() =>
        Assert.Equal([.. Plain, .. Plain], Read([.. TemporaryFolder.Gzip(Plain), .. TemporaryFolder.Gzip(Plain)]));

    [Fact]
    public void Read_ShortText_IsThePlainText() => Assert.Equal("x\n"u8.ToArray(), Read(TemporaryFolder.Gzip("x\n"u8.ToArray())));

    [Fact]
    public void Read_CutAnywhere_IsAnError()
    {
        byte[] whole = TemporaryFolder.Gzip(Plain);
        for (int length = 2; length < whole.Length; length += length < whole.Length - 40 ? 997 : 1)
        {
            Assert.Throws<DataFormatException>(() => Read(whole[..length]));
        }
    }

    [Fact]
    public void Read_ByteChanged_IsAnError()
    {
        byte[] damaged = TemporaryFolder.Gzip(Plain);
        damaged[damaged.Length / 2] ^= 0x40;

        var error = Assert.Throws<DataFormatException>(() => Read(damaged));
        Assert.StartsWith("x.gz: the gzip data are", error.Message, StringComparison.Ordinal);
    }

    static byte[] Read(byte[] compressed)
    {
        using var source = new GzipSource(new MemoryStream(compressed), "x.gz");
        var target = new MemoryStream();
        source.CopyTo(target, 1000);
        return target.ToArray();
    }
}
