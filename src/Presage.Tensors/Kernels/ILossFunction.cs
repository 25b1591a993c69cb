namespace Presage.Tensors.Kernels;

/// <summary>A loss of the difference d between forecast and target, 0 where d is 0, and its derivative; a vector at a time.</summary>
interface ILossFunction
{
    /// <summary>The name that plans and error messages show.</summary>
    static abstract string Name { get; }

    TVector Value<TVector, TSimd>(TVector d)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;

    TVector Derivative<TVector, TSimd>(TVector d)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
