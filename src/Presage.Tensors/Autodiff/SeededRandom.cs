using System.Runtime.InteropServices;
using System.Text;

namespace Presage.Tensors.Autodiff;

/// <summary>A small generator of random numbers whose sequence is fixed by its seed on every machine and in every version.</summary>
/// <remarks>
/// xoshiro256** of Blackman and Vigna (2018), seeded through splitmix64. <see cref="System.Random"/> promises no sequence across versions.
/// </remarks>
public sealed class SeededRandom
{
    readonly ulong[] _state = new ulong[4];
    double _spare = double.NaN;

    /// <summary>Creates a generator.</summary>
    /// <param name="seed">Equal seeds give equal sequences.</param>
    public SeededRandom(ulong seed)
    {
        for (var index = 0; index < _state.Length; index++)
        {
            seed += 0x9E3779B97F4A7C15UL;
            _state[index] = Mix(seed);
        }
    }

    /// <summary>A generator of its own for a named purpose, independent of the order in which others are used.</summary>
    public static SeededRandom For(ulong seed, string purpose)
    {
        var hash = 14695981039346656037UL;
        foreach (var value in Encoding.UTF8.GetBytes(purpose))
        {
            hash = (hash ^ value) * 1099511628211UL;
        }

        return new SeededRandom(Mix(seed) ^ hash);
    }

    /// <summary>Scrambles 64 bits (splitmix64's finalizer).</summary>
    public static ulong Mix(ulong value)
    {
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9UL;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EBUL;
        return value ^ (value >> 31);
    }

    /// <summary>The next 64 bits.</summary>
    public ulong NextUInt64()
    {
        var result = ulong.RotateLeft(_state[1] * 5, 7) * 9;
        var shifted = _state[1] << 17;
        _state[2] ^= _state[0];
        _state[3] ^= _state[1];
        _state[1] ^= _state[2];
        _state[0] ^= _state[3];
        _state[2] ^= shifted;
        _state[3] = ulong.RotateLeft(_state[3], 45);
        return result;
    }

    /// <summary>Uniform in [0, 1) with 24 bits.</summary>
    public float NextSingle() => (NextUInt64() >> 40) * (1f / (1 << 24));

    /// <summary>Uniform in [0, 1) with 53 bits.</summary>
    public double NextDouble() => (NextUInt64() >> 11) * (1d / (1L << 53));

    /// <summary>Uniform in [0, end).</summary>
    /// <param name="end">At least 1.</param>
    public int NextInt32(int end)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(end, 1);
        return (int)Math.BigMul(NextUInt64(), (ulong)end, out _);
    }

    /// <summary>Normal with mean 0 and deviation 1 (Box and Muller).</summary>
    public double NextNormal()
    {
        if (!double.IsNaN(_spare))
        {
            var spare = _spare;
            _spare = double.NaN;
            return spare;
        }

        var radius = Math.Sqrt(-2d * Math.Log(1d - NextDouble()));
        var (sine, cosine) = Math.SinCos(2d * Math.PI * NextDouble());
        _spare = radius * sine;
        return radius * cosine;
    }

    /// <summary>Puts the items in a random order (Fisher and Yates).</summary>
    public void Shuffle(Span<int> items)
    {
        for (var index = items.Length - 1; index > 0; index--)
        {
            var other = NextInt32(index + 1);
            (items[index], items[other]) = (items[other], items[index]);
        }
    }

    /// <summary>The generator's state, to go on from later.</summary>
    public ReadOnlySpan<byte> State => MemoryMarshal.AsBytes<ulong>(_state);

    /// <summary>Takes up a state that <see cref="State"/> gave.</summary>
    public void Restore(ReadOnlySpan<byte> state)
    {
        if (state.Length != 32)
        {
            throw new ArgumentException($"SeededRandom: a state of {state.Length} bytes; 32 are needed.");
        }

        MemoryMarshal.Cast<byte, ulong>(state).CopyTo(_state);
        _spare = double.NaN;
    }
}
