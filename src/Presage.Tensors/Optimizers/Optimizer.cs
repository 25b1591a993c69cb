using System.Runtime.InteropServices;
using Presage.Tensors.Autodiff;
using Presage.Tensors.Memory;

namespace Presage.Tensors.Optimizers;

/// <summary>Changes the parameters of a model so that its loss falls, from the gradients of the last backward pass.</summary>
/// <remarks>
/// Parameters, gradients and moments are flat buffers of one layout, so a step is one pass over memory, whatever the number of layers. Nothing
/// is allocated per step.
/// </remarks>
public abstract class Optimizer : IDisposable
{
    readonly NativeBuffer[] _moments;
    readonly ParameterRange[] _ranges;
    readonly float[] _statistics;

    /// <param name="parameters">What to optimise; initialised.</param>
    /// <param name="moments">The buffers of the parameters' size that the method keeps between steps.</param>
    private protected Optimizer(ParameterSet parameters, int moments)
    {
        Parameters = parameters;
        _ranges = ParameterRange.Of(parameters);
        _statistics = new float[parameters.Statistics.Sum(statistic => statistic.Shape.Length)];
        _moments = new NativeBuffer[moments];
        for (var index = 0; index < moments; index++)
        {
            _moments[index] = new NativeBuffer(parameters.Length);
        }
    }

    /// <summary>The parameters that are optimised.</summary>
    public ParameterSet Parameters { get; }

    /// <summary>The number of steps done.</summary>
    public long Steps { get; private set; }

    /// <summary>Changes every parameter by its gradient.</summary>
    /// <param name="learningRate">The size of the step.</param>
    public void Step(float learningRate)
    {
        Steps++;
        CopyStatistics(keep: true);
        foreach (var range in _ranges)
        {
            Update(range, learningRate * range.RateScale);
        }

        CopyStatistics(keep: false);
        Parameters.MarkChanged();
    }

    /// <summary>Writes what the method remembers between steps, so that training can go on later with the same bits.</summary>
    public void SaveState(BinaryWriter writer)
    {
        writer.Write(Steps);
        writer.Write(_moments.Length);
        writer.Write(Parameters.Length);
        foreach (var moment in _moments)
        {
            writer.Write(MemoryMarshal.AsBytes(moment.Span()));
        }
    }

    /// <summary>Takes up what <see cref="SaveState"/> wrote.</summary>
    /// <exception cref="InvalidDataException">It is the state of another method or model.</exception>
    public void LoadState(BinaryReader reader)
    {
        var steps = reader.ReadInt64();
        var moments = reader.ReadInt32();
        var length = reader.ReadInt64();
        if (steps < 0 || moments != _moments.Length || length != Parameters.Length)
        {
            throw new InvalidDataException(
                $"{GetType().Name}: a state of {moments} x {length} values after {steps} steps; {_moments.Length} x {Parameters.Length} are expected.");
        }

        foreach (var moment in _moments)
        {
            reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(moment.Span()));
        }

        Steps = steps;
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var moment in _moments)
        {
            moment.Dispose();
        }

        GC.SuppressFinalize(this);
    }

    /// <summary>The method's formula, over one range of the flat buffers.</summary>
    /// <param name="range">Which parameters.</param>
    /// <param name="learningRate">The size of the step for them.</param>
    private protected abstract void Update(in ParameterRange range, float learningRate);

    /// <summary>Keeps the running statistics through a step, or puts them back: weight decay must not shrink them.</summary>
    void CopyStatistics(bool keep)
    {
        var start = 0;
        for (var index = 0; index < Parameters.Statistics.Count; index++)
        {
            var values = Parameters.Statistics[index].Values;
            var kept = _statistics.AsSpan(start, values.Length);
            if (keep)
            {
                values.CopyTo(kept);
            }
            else
            {
                kept.CopyTo(values);
            }

            start += values.Length;
        }
    }

    private protected unsafe float* Moment(int index, in ParameterRange range) => _moments[index].Pointer + range.Start;

    private protected unsafe float* Values(in ParameterRange range) => Parameters.ValuePointer + range.Start;

    private protected unsafe float* Gradients(in ParameterRange range) => Parameters.GradientPointer + range.Start;
}
