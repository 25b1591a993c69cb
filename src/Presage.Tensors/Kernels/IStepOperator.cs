namespace Presage.Tensors.Kernels;

/// <summary>What an optimiser does to a vector of weights and up to two of its running buffers.</summary>
interface IStepOperator
{
    void Apply<TVector, TSimd>(ref TVector weights, TVector gradient, ref TVector first, ref TVector second)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
