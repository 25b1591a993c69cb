namespace Presage.Tensors.Kernels;

/// <summary>A function of two numbers and its gradients, a vector at a time. A loop that takes it is compiled for each function.</summary>
interface IBinaryFunction
{
    /// <summary>The name that plans and error messages show.</summary>
    static abstract string Name { get; }

    /// <summary>What stands between two shapes in an error message.</summary>
    static abstract string Symbol { get; }

    /// <summary>What <see cref="FirstGradient"/> uses.</summary>
    static abstract Operands FirstReads { get; }

    /// <summary>What <see cref="SecondGradient"/> uses.</summary>
    static abstract Operands SecondReads { get; }

    /// <summary>y = f(a, b).</summary>
    static abstract TVector Value<TVector, TSimd>(TVector a, TVector b)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;

    /// <summary>The part of y's gradient g that goes to a; what it does not read is undefined.</summary>
    static abstract TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;

    /// <summary>The part of y's gradient g that goes to b; what it does not read is undefined.</summary>
    static abstract TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>;
}
