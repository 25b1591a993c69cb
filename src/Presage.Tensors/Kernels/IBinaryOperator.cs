namespace Presage.Tensors.Kernels;

/// <summary>What an elementwise loop does to two vectors; a struct, so that each loop is compiled for its operator.</summary>
interface IBinaryOperator
{
    TVector Apply<TVector, TSimd>(TVector x, TVector y)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
