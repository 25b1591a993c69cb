namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Windows at equal distances along an axis.</summary>
/// <param name="Length">The places in a window.</param>
/// <param name="Stride">The places between the starts of two windows.</param>
/// <param name="Padding">The places before the axis that the first window covers.</param>
/// <param name="Count">The number of windows.</param>
readonly record struct PoolWindows(int Length, int Stride, int Padding, int Count)
{
    /// <summary>Windows side by side; the last may be shorter.</summary>
    public static PoolWindows SideBySide(string name, Shape shape, int axis, int factor)
    {
        if (factor < 1)
        {
            throw new ArgumentException($"{name}: {shape} by a factor of {factor}; at least 1 is needed.");
        }

        return new PoolWindows(factor, factor, 0, (shape[axis] + factor - 1) / factor);
    }

    /// <summary>Whole windows over an axis with padding at both ends.</summary>
    public static PoolWindows Whole(string name, Shape shape, int axis, int length, int stride, int padding)
    {
        var places = shape[axis] + 2 * padding - length;
        if (length < 1 || stride < 1 || padding < 0 || 2 * padding > length || places < 0)
        {
            throw new ArgumentException(
                $"{name}: windows of {length}, stride {stride}, padding {padding} on axis {axis} of {shape}; padding is at most half a window.");
        }

        return new PoolWindows(length, stride, padding, places / stride + 1);
    }

    /// <summary>The part of a window that lies on an axis of the given size.</summary>
    public (int Start, int Count) At(int window, int size)
    {
        var start = window * Stride - Padding;
        var end = Math.Min(size, start + Length);
        start = Math.Max(0, start);
        return (start, end - start);
    }
}
