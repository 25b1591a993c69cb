namespace Presage.Tensors.Kernels;

/// <summary>What an elementwise loop does to one vector; a struct, so that each loop is compiled for its operator.</summary>
interface IUnaryOperator
{
    TVector Apply<TVector, TSimd>(TVector x)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
