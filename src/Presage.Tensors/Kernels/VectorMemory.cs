using System.Runtime.CompilerServices;

namespace Presage.Tensors.Kernels;

/// <summary>Loads and stores for loops whose last vector may be partial: whole ones take no mask.</summary>
static unsafe class VectorMemory
{
    /// <summary>The first <paramref name="count"/> floats, or a whole vector, and zeros beyond.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TVector Load<TVector, TSimd>(float* source, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        count >= TSimd.Width ? TSimd.Load(source) : TSimd.LoadPartial(source, count);

    /// <summary>Writes the first <paramref name="count"/> floats, or a whole vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store<TVector, TSimd>(float* target, TVector value, int count)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        if (count >= TSimd.Width)
        {
            TSimd.Store(target, value);
        }
        else
        {
            TSimd.StorePartial(target, value, count);
        }
    }

    /// <summary>target = value, or target + value.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Add<TVector, TSimd>(float* target, TVector value, int count, bool accumulate)
        where TVector : struct
        where TSimd : struct, ISimd<TVector> =>
        Store<TVector, TSimd>(target, accumulate ? TSimd.Add(Load<TVector, TSimd>(target, count), value) : value, count);
}
