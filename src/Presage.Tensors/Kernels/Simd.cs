using System.Runtime.Intrinsics.X86;

namespace Presage.Tensors.Kernels;

/// <summary>Which vector instructions the kernels use: the best this processor has, or the one PRESAGE_SIMD names.</summary>
static class Simd
{
    /// <summary>The environment variable that forces one instruction set: avx512, avx2 or portable.</summary>
    public const string Variable = "PRESAGE_SIMD";

    // The level plus one, and 0 before the first question. A static constructor would wrap the error about a bad value
    // in a TypeInitializationException and would cost every kernel a check.
    static int _chosen;

    /// <summary>The instruction set of every kernel call from now on.</summary>
    /// <exception cref="InvalidOperationException">PRESAGE_SIMD names no instruction set, or one this processor lacks.</exception>
    public static InstructionSet Level => _chosen != 0 ? (InstructionSet)(_chosen - 1) : ChooseAtStart();

    /// <summary>The instruction sets of this processor, the best one first.</summary>
    public static IReadOnlyList<InstructionSet> Supported =>
        [.. new[] { InstructionSet.Avx512, InstructionSet.Avx2, InstructionSet.Portable }.Where(IsSupported)];

    /// <summary>Runs the kernels on another instruction set until the result is disposed. For tests and benchmarks only: it
    /// holds for all threads, and operands packed under one instruction set do not fit another.</summary>
    public static Override Use(InstructionSet level)
    {
        if (!IsSupported(level))
        {
            throw new InvalidOperationException($"{level}: this processor has {string.Join(", ", Supported)}.");
        }

        var before = Level;
        _chosen = (int)level + 1;
        return new Override(before);
    }

    /// <summary>Reads a value of PRESAGE_SIMD; null or empty means the best of this processor.</summary>
    public static InstructionSet Choose(string? value)
    {
        if (string.IsNullOrEmpty(value))
        {
            return Supported[0];
        }

        InstructionSet? named = value.ToLowerInvariant() switch
        {
            "avx512" => InstructionSet.Avx512,
            "avx2" => InstructionSet.Avx2,
            "portable" => InstructionSet.Portable,
            _ => null,
        };
        var choices = string.Join(", ", Supported.Select(level => level.ToString().ToLowerInvariant()));
        return named switch
        {
            null => throw new InvalidOperationException($"{Variable}={value} is not an instruction set; this processor has {choices}."),
            { } level when !IsSupported(level) =>
                throw new InvalidOperationException($"{Variable}={value} is not supported by this processor, which has {choices}."),
            { } level => level,
        };
    }

    // Not Vector512.IsHardwareAccelerated: it is false on processors that lower their clock under 512-bit vectors, and
    // there they are still faster by far for products.
    static bool IsSupported(InstructionSet level) => level switch
    {
        InstructionSet.Avx512 => Avx512F.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        _ => true,
    };

    static InstructionSet ChooseAtStart()
    {
        var level = Choose(Environment.GetEnvironmentVariable(Variable));
        _chosen = (int)level + 1;
        return level;
    }

    /// <summary>Restores the instruction set that held before <see cref="Use"/>.</summary>
    public readonly struct Override(InstructionSet before) : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose() => _chosen = (int)before + 1;
    }
}
