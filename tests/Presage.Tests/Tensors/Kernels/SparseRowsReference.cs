using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>Sparse, normalised rows of adjacency matrices by sorting, one number at a time in float64, with their gradient.</summary>
sealed class SparseRowsReference
{
    readonly SparseRowsShape _shape;
    readonly double[] _kept;
    readonly bool[] _isKept;
    readonly double[] _degrees;

    public SparseRowsReference(SparseRowsShape shape, double[] input)
    {
        var nodes = shape.Nodes;
        _shape = shape;
        _kept = new double[input.Length];
        _isKept = new bool[input.Length];
        Output = new double[input.Length];
        for (var row = 0; row < shape.Graphs * nodes; row++)
        {
            var own = row % nodes;
            foreach (var column in Enumerable.Range(0, nodes)
                .Where(column => shape.DiagonalCompetes || column != own)
                .OrderByDescending(column => input[row * nodes + column]).ThenBy(column => column)
                .Take(shape.Keep))
            {
                _kept[row * nodes + column] = input[row * nodes + column];
                _isKept[row * nodes + column] = input[row * nodes + column] != 0;
            }

            _kept[row * nodes + own] += shape.SelfLoops ? 1 : 0;
        }

        // A degree counts as 0 while it is below a millionth.
        _degrees = [.. _kept.Chunk(nodes).Select(row => row.Sum(Math.Abs)).Select(degree => degree < 1e-6 ? 0 : degree)];
        ForEachEntry((row, column, place) => Output[place] = Scale(row, column) * _kept[place]);
    }

    public double[] Output { get; }

    /// <summary>The gradient by the chain rule over degrees; where the entry or the result is 0 there is none.</summary>
    public double[] Backward(double[] gradOutput)
    {
        var gradDegree = new double[_shape.Graphs * _shape.Nodes];
        ForEachEntry((row, column, place) =>
        {
            var share = gradOutput[place] * Output[place];
            switch (_shape.Normalization)
            {
                case AdjacencyNormalization.Rows:
                    gradDegree[row] -= Divide(share, _degrees[row]);
                    break;
                case AdjacencyNormalization.Symmetric:
                    gradDegree[row] -= Divide(share / 2, _degrees[row]);
                    gradDegree[column] -= Divide(share / 2, _degrees[column]);
                    break;
            }
        });
        var gradient = new double[gradOutput.Length];
        ForEachEntry((row, column, place) => gradient[place] = _isKept[place] && Output[place] != 0
            ? gradOutput[place] * Scale(row, column) + Math.Sign(_kept[place]) * gradDegree[row]
            : 0);
        return gradient;
    }

    static double Divide(double value, double by) => by == 0 ? 0 : value / by;

    double Scale(int row, int column) => _shape.Normalization switch
    {
        AdjacencyNormalization.Rows => Divide(1, _degrees[row]),
        AdjacencyNormalization.Symmetric => Divide(1, Math.Sqrt(_degrees[row] * _degrees[column])),
        _ => 1,
    };

    /// <summary>Calls with the places of row and column among the nodes of all graphs.</summary>
    void ForEachEntry(Action<int, int, int> action)
    {
        var nodes = _shape.Nodes;
        for (var place = 0; place < _shape.Graphs * nodes * nodes; place++)
        {
            action(place / nodes, place / nodes / nodes * nodes + place % nodes, place);
        }
    }
}
