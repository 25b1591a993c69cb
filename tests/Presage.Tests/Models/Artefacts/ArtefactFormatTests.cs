using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Presage.Models.Artefacts;

namespace Presage.Tests.Models.Artefacts;

public sealed class ArtefactFormatTests
{
    static readonly byte[] Whole = TrainedModels.Bytes("ridge");

    [Fact]
    public void Read_EveryFlippedByte_IsRefusedWithAPlace()
    {
        for (var at = 0; at < Whole.Length; at++)
        {
            var damaged = Whole.ToArray();
            damaged[at] ^= 0x40;

            var error = Assert.Throws<ArtefactException>(() => ArtefactFormat.Read("model.presage", damaged));
            Assert.InRange(error.Offset, 0, Whole.Length);
            Assert.StartsWith($"model.presage: at byte {error.Offset}: ", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_EveryPrefix_IsRefusedAsCutShort()
    {
        for (var length = 0; length < Whole.Length; length++)
        {
            var error = Assert.Throws<ArtefactException>(() => ArtefactFormat.Read("model.presage", Whole.AsSpan(0, length)));

            Assert.Contains(length == 0 ? "empty" : $"ends after {length} bytes", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Read_BytesAppended_IsRefused() => Assert.Contains(
        $"the file has {Whole.Length + 1} bytes, it was written with {Whole.Length}",
        Assert.Throws<ArtefactException>(() => ArtefactFormat.Read("m", [.. Whole, 0])).Message,
        StringComparison.Ordinal);

    [Fact]
    public void Read_NewerVersion_SaysSo()
    {
        var newer = Whole.ToArray();
        BinaryPrimitives.WriteInt32LittleEndian(newer.AsSpan(8), ArtefactFormat.Version + 1);

        var error = Assert.Throws<ArtefactException>(() => ArtefactFormat.Read("m", newer));
        Assert.Contains($"format version {ArtefactFormat.Version + 1}, this program reads up to {ArtefactFormat.Version}", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("a,b\n1,2\n")]
    [InlineData("\u001f\u008b\b compressed, and long enough to be a preamble")]
    public void Read_OtherFile_IsNoArtefact(string text)
    {
        var bytes = Encoding.Latin1.GetBytes(text + new string(' ', 40));

        Assert.Contains("no presage artefact", Assert.Throws<ArtefactException>(() => ArtefactFormat.Read("m", bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"shape\":[2,24,4]", "\"shape\":[2,24,9]")]
    [InlineData("\"shape\":[2,24,4]", "\"shape\":[2,24,3]")]
    [InlineData("\"shape\":[2,24,4]", "\"shape\":[2,-4,4]")]
    [InlineData("\"name\":\"biases\"", "\"name\":\"weights\"")]
    [InlineData("\"model\":", "\"modul\":")]
    [InlineData("\"lookback\":24", "\"lookback\":2x")]
    [InlineData("\"horizon\":4", "\"horizon\":0")]
    [InlineData("\"model\":\"ridge\"", "\"model\":\"ridgf\"")]
    [InlineData("\"minimumCoverage\":0.8", "\"minimumCoverage\":8.0")]
    public void Read_HeaderThatLies_IsRefusedThoughTheChecksumFits(string text, string replaced)
    {
        var bytes = ReplaceInHeader(text, replaced);

        Assert.Throws<ArtefactException>(() => ArtefactFile.Read("m", bytes, Presage.Models.ModelCatalog.Get));
    }

    [Fact]
    public void Write_SameModelTwice_GivesTheSameBytes() => Assert.Equal(Whole, TrainedModels.Bytes("ridge"));

    static byte[] ReplaceInHeader(string text, string replaced)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(Whole.AsSpan(12));
        var header = Encoding.UTF8.GetString(Whole, ArtefactFormat.PreambleBytes, length);
        Assert.Contains(text, header, StringComparison.Ordinal);
        var changed = Encoding.UTF8.GetBytes(header.Replace(text, replaced, StringComparison.Ordinal));
        Array.Resize(ref changed, length);
        var bytes = Whole.ToArray();
        changed.CopyTo(bytes, ArtefactFormat.PreambleBytes);
        SHA256.HashData(bytes.AsSpan(0, bytes.Length - 32)).CopyTo(bytes, bytes.Length - 32);
        return bytes;
    }
}
