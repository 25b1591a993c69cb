using System.Buffers.Binary;
using System.Numerics;

namespace Presage.Telemetry.Topology;

/// <summary>A 64-bit digest of bytes, to find names by; not meant to withstand someone who looks for collisions.</summary>
static class ByteDigest
{
    const ulong Multiplier = 0x9fb21c651e98df25;

    public static ulong Of(ReadOnlySpan<byte> bytes, ulong seed = 0)
    {
        ulong digest = seed ^ ((ulong)bytes.Length * Multiplier);
        while (bytes.Length >= sizeof(ulong))
        {
            digest = Mix(digest ^ BinaryPrimitives.ReadUInt64LittleEndian(bytes));
            bytes = bytes[sizeof(ulong)..];
        }

        ulong tail = 0;
        for (int i = 0; i < bytes.Length; i++)
        {
            tail |= (ulong)bytes[i] << (8 * i);
        }

        return Mix(digest ^ tail ^ ((ulong)bytes.Length << 59));
    }

    static ulong Mix(ulong value)
    {
        value *= Multiplier;
        value ^= BitOperations.RotateRight(value, 29) ^ (value >> 47);
        return value * 0x9e3779b97f4a7c15 ^ (value >> 32);
    }
}
