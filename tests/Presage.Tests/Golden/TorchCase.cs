using System.Text.Json;
using Presage.Tensors.Autodiff;

namespace Presage.Tests.Golden;

/// <summary>Values that PyTorch computed in float64; <c>torch/make_parity.py</c> wrote them.</summary>
sealed class TorchCase
{
    readonly JsonElement _root;

    TorchCase(JsonElement root) => _root = root;

    public static TorchCase Load(string name)
    {
        var path = Path.Combine(AppContext.BaseDirectory, "Golden", "torch", $"{name}.json");
        return new TorchCase(JsonDocument.Parse(File.ReadAllText(path)).RootElement);
    }

    public double Number(string name) => _root.GetProperty(name).GetDouble();

    /// <summary>The number of entries of a list, or of the arrays under a name.</summary>
    public int Count(string name) => _root.GetProperty(name).GetArrayLength();

    /// <summary>The names of the arrays under a name.</summary>
    public IEnumerable<string> Names(string name) => _root.GetProperty(name).EnumerateObject().Select(array => array.Name);

    /// <summary>An array; a path goes down: <c>parameters/encoder.weight</c>.</summary>
    public float[] Values(string path) => [.. Find(path).GetProperty("values").EnumerateArray().Select(value => value.GetSingle())];

    /// <summary>The transpose of a matrix [rows, columns], for weights that torch keeps as [outputs, inputs].</summary>
    public float[] Transposed(string path)
    {
        var (values, shape) = (Values(path), Shape(path));
        var transposed = new float[values.Length];
        for (var row = 0; row < shape[0]; row++)
        {
            for (var column = 0; column < shape[1]; column++)
            {
                transposed[column * shape[0] + row] = values[row * shape[1] + column];
            }
        }

        return transposed;
    }

    public Shape Shape(string path) => new([.. Find(path).GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())]);

    JsonElement Find(string path)
    {
        var element = _root;
        foreach (var part in path.Split('/'))
        {
            element = element.ValueKind == JsonValueKind.Array ? element[int.Parse(part, null)] : element.GetProperty(part);
        }

        return element;
    }
}
