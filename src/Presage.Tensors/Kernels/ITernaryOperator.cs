namespace Presage.Tensors.Kernels;

/// <summary>What an elementwise loop does to three vectors; a struct, so that each loop is compiled for its operator.</summary>
interface ITernaryOperator
{
    TVector Apply<TVector, TSimd>(TVector x, TVector y, TVector z)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
