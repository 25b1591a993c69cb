using System.Runtime.InteropServices;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Kernels;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Optimizers;

/// <summary>A moving average of the weights, which often forecasts better than the weights of any single step.</summary>
/// <remarks>Polyak and Juditsky 1992, with exponential weights: a ← d a + (1-d) w.</remarks>
public sealed unsafe class ExponentialAverage : IDisposable
{
    readonly ParameterSet _parameters;
    readonly NativeBuffer _average;

    /// <summary>Starts at the weights as they are.</summary>
    /// <param name="parameters">Whose weights; initialised.</param>
    public ExponentialAverage(ParameterSet parameters)
    {
        _parameters = parameters;
        _average = new NativeBuffer(parameters.Length);
        parameters.Values.CopyTo(_average.Span());
    }

    /// <summary>Moves the average towards the weights.</summary>
    /// <param name="decay">d, the share of the average that is kept, in [0, 1).</param>
    public void Update(float decay) =>
        AdamKernel.MovingAverage(_parameters.ValuePointer, _average.Pointer, checked((int)_parameters.Length), decay);

    /// <summary>Exchanges the average and the weights: once to use the average, once more to train on.</summary>
    public void Swap()
    {
        var average = _average.Span();
        var values = _parameters.Values;
        for (var index = 0; index < average.Length; index++)
        {
            (average[index], values[index]) = (values[index], average[index]);
        }

        _parameters.MarkChanged();
    }

    /// <summary>Writes the average.</summary>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(_average.Length);
        writer.Write(MemoryMarshal.AsBytes(_average.Span()));
    }

    /// <summary>Takes up what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is the average of another model.</exception>
    public void LoadState(BinaryReader reader)
    {
        var length = reader.ReadInt64();
        if (length != _average.Length)
        {
            throw new InvalidDataException($"ExponentialAverage: a state of {length} values; {_average.Length} are expected.");
        }

        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(_average.Span()));
    }

    /// <inheritdoc />
    public void Dispose() => _average.Dispose();
}
