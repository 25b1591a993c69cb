namespace Presage.Models.Artefacts;

/// <summary>Collects the named tensors and numbers of an artefact, in the order in which they are to be stored.</summary>
public sealed class ArtefactWriter
{
    readonly List<ArtefactTensor> _tensors = [];
    readonly SortedDictionary<string, double> _numbers = new(StringComparer.Ordinal);
    readonly SortedDictionary<string, IReadOnlyList<string>> _names = new(StringComparer.Ordinal);

    internal IReadOnlyList<ArtefactTensor> Tensors => _tensors;

    internal IReadOnlyDictionary<string, double> Numbers => _numbers;

    internal IReadOnlyDictionary<string, IReadOnlyList<string>> Names => _names;

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Unique in the artefact.</param>
    /// <param name="values">Copied; stored bit by bit.</param>
    /// <param name="shape">The length of each axis; by default one axis over all values.</param>
    /// <exception cref="ArgumentException">The name is taken, or the shape does not hold as many values.</exception>
    public void Write(string name, ReadOnlySpan<float> values, params ReadOnlySpan<int> shape)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        int[] axes = shape.IsEmpty ? [values.Length] : shape.ToArray();
        if (ArtefactTensor.CountOf(axes) != values.Length)
        {
            throw new ArgumentException($"Tensor {name}: shape [{string.Join(", ", axes)}] does not hold {values.Length} values.", nameof(shape));
        }

        if (_tensors.Exists(tensor => tensor.Name == name))
        {
            throw new ArgumentException($"Tensor {name} is already in the artefact.", nameof(name));
        }

        _tensors.Add(new ArtefactTensor(name, axes, values.ToArray()));
    }

    /// <summary>Adds or replaces a single number.</summary>
    /// <param name="name">Unique among the numbers.</param>
    /// <param name="value">Finite.</param>
    public void WriteNumber(string name, double value)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (!double.IsFinite(value))
        {
            throw new ArgumentException($"Number {name} is {value}; only finite numbers are stored.", nameof(value));
        }

        _numbers[name] = value;
    }

    /// <summary>Adds or replaces a list of names, such as the nodes that rows of a tensor are about.</summary>
    /// <param name="key">Unique among the lists.</param>
    /// <param name="names">In their order.</param>
    public void WriteNames(string key, IReadOnlyList<string> names)
    {
        ArgumentException.ThrowIfNullOrEmpty(key);
        ArgumentNullException.ThrowIfNull(names);
        _names[key] = [.. names];
    }
}
