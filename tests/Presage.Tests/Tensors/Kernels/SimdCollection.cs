namespace Presage.Tests.Tensors.Kernels;

/// <summary>Tests that change the instruction set run alone: it holds for all threads.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SimdCollection
{
    public const string Name = "Simd";
}
