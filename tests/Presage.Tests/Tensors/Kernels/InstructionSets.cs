using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>Theory data: every instruction set of this processor.</summary>
public static class InstructionSets
{
    public static TheoryData<string> All => [.. Simd.Supported.Select(level => level.ToString())];

    internal static Simd.Override Use(string level) => Simd.Use(Enum.Parse<InstructionSet>(level));
}
