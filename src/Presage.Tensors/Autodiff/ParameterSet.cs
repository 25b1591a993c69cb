using Presage.Tensors.Memory;

namespace Presage.Tensors.Autodiff;

/// <summary>All parameters of a model in one flat buffer, and their gradients in another of the same layout.</summary>
/// <remarks>
/// Layers declare their parameters while a model is built; <see cref="Initialize"/> then allocates and fills them. One flat buffer makes an
/// optimiser step, gradient clipping and an average of weights one vectorised pass each.
/// </remarks>
public sealed unsafe class ParameterSet : IDisposable
{
    // Sixteen floats are one line of the cache and one vector: no parameter shares either with its neighbour.
    const int Alignment = 16;

    readonly List<Parameter> _parameters = [];
    readonly List<Parameter> _statistics = [];
    readonly HashSet<string> _names = [];
    readonly List<PackedOperand> _packed = [];
    NativeBuffer? _values;
    NativeBuffer? _gradients;
    long _length;

    /// <summary>The parameters in the order of their declaration.</summary>
    public IReadOnlyList<Parameter> Parameters => _parameters;

    /// <summary>The number of learned values, without padding.</summary>
    public long Count => _parameters.Sum(parameter => parameter.IsLearned ? parameter.Shape.Length : 0);

    /// <summary>All values with the padding between parameters, which stays zero.</summary>
    public Span<float> Values => Allocated(_values).Span();

    /// <summary>All gradients, laid out as <see cref="Values"/>.</summary>
    public Span<float> Gradients => Allocated(_gradients).Span();

    /// <summary>The length of the flat buffers.</summary>
    internal long Length => _length;

    internal float* ValuePointer => Allocated(_values).Pointer;

    internal float* GradientPointer => Allocated(_gradients).Pointer;

    /// <summary>Counts the changes of the values, so that packed copies know when to renew themselves.</summary>
    internal int Version { get; private set; }

    /// <summary>Declares a parameter.</summary>
    /// <param name="name">Unique in the set.</param>
    /// <param name="shape">The sizes of the axes.</param>
    /// <param name="initializer">How it starts.</param>
    /// <param name="isLearned">False for a running statistic, which no optimiser changes.</param>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="InvalidOperationException">The set is already initialised.</exception>
    public Parameter Declare(string name, Shape shape, Initializer initializer, bool isLearned = true)
    {
        if (_values is not null)
        {
            throw new InvalidOperationException($"ParameterSet: '{name}' is declared after the set was initialised.");
        }

        if (!_names.Add(name))
        {
            throw new ArgumentException($"ParameterSet: two parameters are named '{name}'.");
        }

        var parameter = new Parameter(this, name, shape, _length, initializer, isLearned);
        _parameters.Add(parameter);
        if (!isLearned)
        {
            _statistics.Add(parameter);
        }

        _length += (shape.Length + Alignment - 1) / Alignment * Alignment;
        return parameter;
    }

    /// <summary>The parameter of that name.</summary>
    /// <exception cref="ArgumentException">There is none.</exception>
    public Parameter Get(string name) =>
        _parameters.Find(parameter => parameter.Name == name) ?? throw new ArgumentException($"ParameterSet: no parameter is named '{name}'.");

    /// <summary>Allocates the buffers on the first call, and starts every parameter anew.</summary>
    /// <param name="seed">Equal seeds give equal bits; each parameter draws from a generator of its own name.</param>
    public void Initialize(ulong seed)
    {
        _values ??= new NativeBuffer(_length);
        _gradients ??= new NativeBuffer(_length);
        Values.Clear();
        Gradients.Clear();
        foreach (var parameter in _parameters)
        {
            parameter.Initializer(parameter.Values, SeededRandom.For(seed, parameter.Name));
        }

        MarkChanged();
    }

    /// <summary>Says that values were written.</summary>
    public void MarkChanged() => Version++;

    /// <summary>The parameters that no optimiser changes.</summary>
    internal IReadOnlyList<Parameter> Statistics => _statistics;

    /// <summary>
    /// Moves the running statistics by what a backward pass left as their gradient, and clears it: gradients add up over chunks in a fixed order,
    /// so the statistics have the same bits on any number of threads.
    /// </summary>
    internal void AbsorbStatistics()
    {
        foreach (var statistic in _statistics)
        {
            var values = statistic.Values;
            var steps = statistic.Gradient;
            for (var index = 0; index < values.Length; index++)
            {
                values[index] -= steps[index];
            }

            steps.Clear();
        }
    }

    /// <summary>The packed form of a block of a parameter; the same block is packed once, however many graphs use it.</summary>
    internal PackedWeight Pack(Parameter parameter, long start, int inner, int columns, int stride, bool transposed) =>
        Pack(new PackedWeight(this, parameter, start, inner, columns, stride, transposed));

    /// <summary>The packed form with an operand's key: the first one that was asked for.</summary>
    internal TOperand Pack<TOperand>(TOperand operand)
        where TOperand : PackedOperand
    {
        if (_packed.Find(candidate => candidate.Key.Equals(operand.Key)) is { } packed)
        {
            return (TOperand)packed;
        }

        _packed.Add(operand);
        return operand;
    }

    /// <summary>Renews the packed forms of parameters that changed.</summary>
    internal void RefreshPacked()
    {
        foreach (var packed in _packed)
        {
            packed.Refresh();
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        foreach (var packed in _packed)
        {
            packed.Dispose();
        }

        _values?.Dispose();
        _gradients?.Dispose();
    }

    static NativeBuffer Allocated(NativeBuffer? buffer) =>
        buffer ?? throw new InvalidOperationException("ParameterSet: Initialize has not been called.");
}
