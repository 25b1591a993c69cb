namespace Presage.Tests.Reference;

/// <summary>An array of float64 whose numbers are looked up by their index on each axis: slow, and plain to read.</summary>
sealed class NaiveArray
{
    readonly double[] _values;

    NaiveArray(int[] sizes, double[] values)
    {
        Sizes = sizes;
        _values = values;
    }

    public int[] Sizes { get; }

    public IReadOnlyList<double> Values => _values;

    /// <summary>The number at an index; an axis of size 1 repeats, and leading axes that are missing do not matter.</summary>
    public double this[params ReadOnlySpan<int> index]
    {
        get
        {
            var place = 0;
            for (var axis = 0; axis < Sizes.Length; axis++)
            {
                var position = index[index.Length - Sizes.Length + axis];
                place = place * Sizes[axis] + (Sizes[axis] == 1 ? 0 : position);
            }

            return _values[place];
        }
    }

    /// <summary>Normal numbers, rounded to float32.</summary>
    public static NaiveArray Random(int seed, params int[] sizes)
    {
        var values = new float[sizes.Aggregate(1, (product, size) => product * size)];
        InputValues.Normal(values, new Presage.Tensors.Autodiff.SeededRandom((ulong)seed));
        return Of(values, sizes);
    }

    public static NaiveArray Of(ReadOnlySpan<float> values, params int[] sizes)
    {
        var copy = new double[values.Length];
        for (var place = 0; place < copy.Length; place++)
        {
            copy[place] = values[place];
        }

        return new NaiveArray(sizes, copy);
    }

    /// <summary>Each number from its index.</summary>
    public static NaiveArray Build(int[] sizes, Func<int[], double> number)
    {
        var values = new double[sizes.Aggregate(1, (product, size) => product * size)];
        var index = new int[sizes.Length];
        for (var place = 0; place < values.Length; place++)
        {
            var rest = place;
            for (var axis = sizes.Length - 1; axis >= 0; axis--)
            {
                (rest, index[axis]) = Math.DivRem(rest, sizes[axis]);
            }

            values[place] = number(index);
        }

        return new NaiveArray(sizes, values);
    }

    public NaiveArray Map(Func<double, double> function) => new(Sizes, [.. _values.Select(function)]);

    public float[] ToSingle() => [.. _values.Select(value => (float)value)];
}
