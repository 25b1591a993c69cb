namespace Presage.Tensors.Kernels;

/// <summary>A function with its derivative, for the loops over a linear map's result.</summary>
interface IActivation
{
    TVector Apply<TVector, TSimd>(TVector u, out TVector derivative)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
