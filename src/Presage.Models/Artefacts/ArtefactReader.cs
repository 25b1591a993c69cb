namespace Presage.Models.Artefacts;

/// <summary>Gives the named tensors and numbers of an artefact.</summary>
public sealed class ArtefactReader
{
    readonly Dictionary<string, ArtefactTensor> _tensors;
    readonly IReadOnlyDictionary<string, double> _numbers;
    readonly IReadOnlyDictionary<string, IReadOnlyList<string>> _names;

    internal ArtefactReader(
        string source,
        IEnumerable<ArtefactTensor> tensors,
        IReadOnlyDictionary<string, double> numbers,
        IReadOnlyDictionary<string, IReadOnlyList<string>>? names = null)
    {
        Source = source;
        _tensors = tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
        _numbers = numbers;
        _names = names ?? new Dictionary<string, IReadOnlyList<string>>();
    }

    /// <summary>The path the artefact was read from.</summary>
    public string Source { get; }

    /// <summary>Whether there is a tensor of a name.</summary>
    /// <param name="name">The name it was written with.</param>
    /// <returns>True when it can be read.</returns>
    public bool Has(string name) => _tensors.ContainsKey(name);

    /// <summary>Whether there is a number of a name.</summary>
    /// <param name="name">The name it was written with.</param>
    public bool HasNumber(string name) => _numbers.ContainsKey(name);

    /// <summary>Reads a tensor of a known shape.</summary>
    /// <param name="name">The name it was written with.</param>
    /// <param name="shape">The expected length of each axis; -1 takes any length.</param>
    /// <returns>The values, bit by bit as written.</returns>
    /// <exception cref="ArtefactException">There is no such tensor, or it has another shape.</exception>
    public float[] Read(string name, params ReadOnlySpan<int> shape)
    {
        if (!_tensors.TryGetValue(name, out var tensor))
        {
            throw new ArtefactException($"{Source}: the tensor '{name}' is missing; there are: {string.Join(", ", _tensors.Keys)}.");
        }

        bool fits = tensor.Shape.Length == shape.Length;
        for (int axis = 0; fits && axis < shape.Length; axis++)
        {
            fits = shape[axis] < 0 || shape[axis] == tensor.Shape[axis];
        }

        return fits
            ? tensor.Values
            : throw new ArtefactException(
                $"{Source}: the tensor '{name}' is [{string.Join(", ", tensor.Shape)}], expected [{string.Join(", ", shape.ToArray())}].");
    }

    /// <summary>Reads a single number.</summary>
    /// <param name="name">The name it was written with.</param>
    /// <returns>The number as written.</returns>
    /// <exception cref="ArtefactException">There is no such number.</exception>
    public double ReadNumber(string name) => _numbers.TryGetValue(name, out double value)
        ? value
        : throw new ArtefactException($"{Source}: the number '{name}' is missing; there are: {string.Join(", ", _numbers.Keys)}.");

    /// <summary>Reads a list of names.</summary>
    /// <param name="key">The key it was written with.</param>
    /// <returns>The names in their order.</returns>
    /// <exception cref="ArtefactException">There is no such list.</exception>
    public IReadOnlyList<string> ReadNames(string key) => _names.TryGetValue(key, out var names)
        ? names
        : throw new ArtefactException($"{Source}: the names '{key}' are missing; there are: {string.Join(", ", _names.Keys)}.");
}
