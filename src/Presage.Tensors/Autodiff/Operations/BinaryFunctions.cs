using System.Runtime.CompilerServices;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>The functions of two numbers.</summary>
static class BinaryFunctions
{
    const MethodImplOptions Inline = MethodImplOptions.AggressiveInlining;

    /// <summary>a + b.</summary>
    public readonly struct Add : IBinaryFunction
    {
        public static string Name => "Add";

        public static string Symbol => "+";

        public static Operands FirstReads => Operands.None;

        public static Operands SecondReads => Operands.None;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Add(a, b);

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => g;

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => g;
    }

    /// <summary>a - b.</summary>
    public readonly struct Subtract : IBinaryFunction
    {
        public static string Name => "Subtract";

        public static string Symbol => "-";

        public static Operands FirstReads => Operands.None;

        public static Operands SecondReads => Operands.None;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Subtract(a, b);

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => g;

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Negate(g);
    }

    /// <summary>a b.</summary>
    public readonly struct Multiply : IBinaryFunction
    {
        public static string Name => "Multiply";

        public static string Symbol => "*";

        public static Operands FirstReads => Operands.Second;

        public static Operands SecondReads => Operands.First;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Multiply(a, b);

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Multiply(g, b);

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Multiply(g, a);
    }

    /// <summary>a / b.</summary>
    public readonly struct Divide : IBinaryFunction
    {
        public static string Name => "Divide";

        public static string Symbol => "/";

        public static Operands FirstReads => Operands.Second;

        public static Operands SecondReads => Operands.Second | Operands.Output;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Divide(a, b);

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Divide(g, b);

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Negate(TSimd.Divide(TSimd.Multiply(g, y), b));
    }

    /// <summary>The smaller; where they are equal the gradient goes to a.</summary>
    public readonly struct Minimum : IBinaryFunction
    {
        public static string Name => "Minimum";

        public static string Symbol => "and";

        public static Operands FirstReads => Operands.First | Operands.Second;

        public static Operands SecondReads => Operands.First | Operands.Second;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.IsNaN(a), a, TSimd.Min(a, b));

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.LessThan(b, a), TSimd.Broadcast(0f), g);

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.LessThan(b, a), g, TSimd.Broadcast(0f));
    }

    /// <summary>The larger; where they are equal the gradient goes to a.</summary>
    public readonly struct Maximum : IBinaryFunction
    {
        public static string Name => "Maximum";

        public static string Symbol => "and";

        public static Operands FirstReads => Operands.First | Operands.Second;

        public static Operands SecondReads => Operands.First | Operands.Second;

        [MethodImpl(Inline)]
        public static TVector Value<TVector, TSimd>(TVector a, TVector b)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.IsNaN(a), a, TSimd.Max(a, b));

        [MethodImpl(Inline)]
        public static TVector FirstGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.LessThan(a, b), TSimd.Broadcast(0f), g);

        [MethodImpl(Inline)]
        public static TVector SecondGradient<TVector, TSimd>(TVector g, TVector a, TVector b, TVector y)
            where TVector : struct
            where TSimd : struct, ISimd<TVector> => TSimd.Select(TSimd.LessThan(a, b), g, TSimd.Broadcast(0f));
    }
}
