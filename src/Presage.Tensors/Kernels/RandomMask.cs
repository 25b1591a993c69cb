using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Presage.Tensors.Kernels;

/// <summary>Drops numbers at random, by a hash of their place: the same place under the same key gives the same decision.</summary>
/// <remarks>
/// Integer arithmetic on 256 bits, which the runtime splits where the processor has no such registers: the decisions do not depend on
/// the instruction set. The hash is the finalizer of MurmurHash3 (Appleby, in the public domain); half of the key goes in before it, the
/// other half between its two products.
/// </remarks>
static unsafe class RandomMask
{
    const int Width = 8;
    const int DecisionBits = 24;

    /// <summary>target (+)= source / (1 - rate) where the number is kept, 0 where it is dropped.</summary>
    /// <param name="key">Chooses one of 2^64 sequences of decisions.</param>
    /// <param name="first">The place of the first number; places are told apart up to 2^32.</param>
    /// <param name="rate">The share that is dropped, in [0, 1).</param>
    /// <param name="source">The numbers.</param>
    /// <param name="target">The result; may be the source.</param>
    /// <param name="length">How many.</param>
    /// <param name="accumulate">Whether to add to the target.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Apply(ulong key, long first, float rate, float* source, float* target, int length, bool accumulate)
    {
        var threshold = Vector256.Create((int)(rate * (1 << DecisionBits)));
        var scale = Vector256.Create(1f / (1f - rate));
        var (low, high) = (Vector256.Create((uint)key), Vector256.Create((uint)(key >> 32)));
        var rest = stackalloc float[2 * Width];
        for (var i = 0; i < length; i += Width)
        {
            var place = Vector256.Create((uint)(first + i)) + Vector256<uint>.Indices;
            var hash = Scramble(place + low, high);
            var kept = Vector256.GreaterThanOrEqual((hash >>> (32 - DecisionBits)).AsInt32(), threshold).AsSingle();
            if (length - i >= Width)
            {
                var value = kept & (Vector256.Load(source + i) * scale);
                (accumulate ? Vector256.Load(target + i) + value : value).Store(target + i);
                continue;
            }

            Buffer.MemoryCopy(source + i, rest, sizeof(float) * Width, sizeof(float) * (length - i));
            (kept & (Vector256.Load(rest) * scale)).Store(rest + Width);
            for (var lane = 0; lane < length - i; lane++)
            {
                target[i + lane] = (accumulate ? target[i + lane] : 0f) + rest[Width + lane];
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    static Vector256<uint> Scramble(Vector256<uint> value, Vector256<uint> key)
    {
        value ^= value >>> 16;
        value *= Vector256.Create(0x85EBCA6Bu);
        value ^= (value >>> 13) ^ key;
        value *= Vector256.Create(0xC2B2AE35u);
        return value ^ (value >>> 16);
    }
}
