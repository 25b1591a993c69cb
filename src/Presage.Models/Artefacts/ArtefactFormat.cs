using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Presage.Models.Artefacts;

/// <summary>The bytes of a <c>.presage</c> file, as docs/formats/artefact.md draws them.</summary>
static class ArtefactFormat
{
    /// <summary>The version that is written; older ones are read.</summary>
    public const int Version = 1;

    /// <summary>Magic, version, header length and file length.</summary>
    public const int PreambleBytes = 24;

    const int ChecksumBytes = 32;
    const int Alignment = 8;
    const int MostHeaderBytes = 64 << 20;

    // As in PNG: a byte that is no text, the name, and line ends that a text transfer would change.
    static readonly byte[] Magic = [0x89, (byte)'P', (byte)'S', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes a whole artefact.</summary>
    public static void Write(Stream stream, ArtefactHeader header, IReadOnlyList<ArtefactTensor> tensors)
    {
        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header, Json);
        int padded = Align(json.Length);
        long length = PreambleBytes + padded + tensors.Sum(tensor => (long)tensor.Values.Length * sizeof(float)) + ChecksumBytes;
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        void Put(ReadOnlySpan<byte> bytes)
        {
            hash.AppendData(bytes);
            stream.Write(bytes);
        }

        Span<byte> preamble = stackalloc byte[PreambleBytes];
        Magic.CopyTo(preamble);
        BinaryPrimitives.WriteInt32LittleEndian(preamble[8..], Version);
        BinaryPrimitives.WriteInt32LittleEndian(preamble[12..], json.Length);
        BinaryPrimitives.WriteInt64LittleEndian(preamble[16..], length);
        Put(preamble);
        Put(json);
        Put(new byte[padded - json.Length]);
        foreach (var tensor in tensors)
        {
            Put(LittleEndian(tensor.Values));
        }

        stream.Write(hash.GetHashAndReset());
    }

    /// <summary>Reads a whole artefact.</summary>
    /// <param name="source">The path, for messages.</param>
    /// <param name="bytes">The file's content.</param>
    /// <exception cref="ArtefactException">The file is damaged, cut short or newer.</exception>
    public static (ArtefactHeader Header, ArtefactTensor[] Tensors) Read(string source, ReadOnlySpan<byte> bytes)
    {
        int headerLength = CheckFrame(source, bytes);
        var header = ParseHeader(source, bytes.Slice(PreambleBytes, headerLength));
        var tensors = new ArtefactTensor[header.Tensors.Count];
        int at = PreambleBytes + Align(headerLength);
        int end = bytes.Length - ChecksumBytes;
        for (int i = 0; i < tensors.Length; i++)
        {
            var (name, shape) = header.Tensors[i];
            long count = Array.TrueForAll(shape, length => length >= 0) ? ArtefactTensor.CountOf(shape) : -1;
            if (count < 0 || count > (end - at) / sizeof(float) || Array.Exists(tensors, other => other?.Name == name))
            {
                throw new ArtefactException(
                    source, at, $"the tensor '{name}' of shape [{string.Join(", ", shape)}] does not fit the {end - at} bytes left, or comes twice.");
            }

            int size = (int)count * sizeof(float);
            tensors[i] = new ArtefactTensor(name, shape, FromLittleEndian(bytes.Slice(at, size)));
            at += size;
        }

        return at == end
            ? (header, tensors)
            : throw new ArtefactException(source, at, $"{end - at} bytes belong to no tensor.");
    }

    // Magic, version, length and checksum, in this order, so that the message says the most likely cause.
    static int CheckFrame(string source, ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < PreambleBytes || !bytes[..Magic.Length].SequenceEqual(Magic))
        {
            int same = bytes.CommonPrefixLength(Magic);
            throw new ArtefactException(source, same, bytes.IsEmpty
                ? "the file is empty."
                : bytes.Length < PreambleBytes && same == Math.Min(bytes.Length, Magic.Length)
                    ? $"the file ends after {bytes.Length} bytes, an artefact begins with {PreambleBytes}."
                    : "this is no presage artefact: its first bytes are others.");
        }

        int version = BinaryPrimitives.ReadInt32LittleEndian(bytes[8..]);
        if (version != Version)
        {
            throw new ArtefactException(source, 8, version > Version
                ? $"the artefact has format version {version}, this program reads up to {Version}: a newer presage wrote it, or the byte is damaged."
                : $"the artefact has format version {version}, which never existed.");
        }

        long length = BinaryPrimitives.ReadInt64LittleEndian(bytes[16..]);
        if (length != bytes.Length)
        {
            throw new ArtefactException(source, Math.Min(bytes.Length, 16), bytes.Length < length
                ? $"the file ends after {bytes.Length} bytes, it was written with {length}: it is cut short."
                : $"the file has {bytes.Length} bytes, it was written with {length}.");
        }

        int checksumAt = bytes.Length - ChecksumBytes;
        int headerLength = BinaryPrimitives.ReadInt32LittleEndian(bytes[12..]);
        if (headerLength < 0 || headerLength > Math.Min(MostHeaderBytes, checksumAt - PreambleBytes - (Align(headerLength) - headerLength)))
        {
            throw new ArtefactException(source, 12, $"the header's length {headerLength} does not fit the file's {bytes.Length} bytes.");
        }

        byte[] found = SHA256.HashData(bytes[..checksumAt]);
        return found.AsSpan().SequenceEqual(bytes[checksumAt..])
            ? headerLength
            : throw new ArtefactException(
                source,
                checksumAt,
                $"the checksum is {Convert.ToHexStringLower(bytes.Slice(checksumAt, 8))}..., the content gives "
                + $"{Convert.ToHexStringLower(found.AsSpan(0, 8))}...: the file is damaged.");
    }

    static ArtefactHeader ParseHeader(string source, ReadOnlySpan<byte> json)
    {
        try
        {
            return JsonSerializer.Deserialize<ArtefactHeader>(json, Json)
                ?? throw new ArtefactException(source, PreambleBytes, "the header is null.");
        }
        catch (JsonException error)
        {
            throw new ArtefactException(source, PreambleBytes + (error.BytePositionInLine ?? 0), $"the header cannot be read: {error.Message}");
        }
    }

    static int Align(int length) => length > int.MaxValue - Alignment ? int.MaxValue : (length + Alignment - 1) / Alignment * Alignment;

    static ReadOnlySpan<byte> LittleEndian(float[] values)
    {
        if (BitConverter.IsLittleEndian)
        {
            return MemoryMarshal.AsBytes(values.AsSpan());
        }

        byte[] bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }

    static float[] FromLittleEndian(ReadOnlySpan<byte> bytes)
    {
        var values = new float[bytes.Length / sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return values;
    }
}
