namespace Presage.Models.Graphs;

/// <summary>A graph along which nodes look at their neighbours: [N, N], each row the weights of one node's neighbours, summing to one.</summary>
/// <remarks>A node without neighbours looks at itself, so that what is seen along the graph is always a level like its own.</remarks>
sealed class SparseSupport
{
    readonly int[] _starts;   // [N + 1]
    readonly int[] _columns;
    readonly float[] _weights;

    SparseSupport(int[] starts, int[] columns, float[] weights)
    {
        (_starts, _columns, _weights) = (starts, columns, weights);
    }

    /// <summary>N.</summary>
    public int Nodes => _starts.Length - 1;

    /// <summary>Takes rows that are normalised already.</summary>
    /// <param name="matrix">[N, N].</param>
    /// <param name="nodes">N.</param>
    public static SparseSupport FromDense(ReadOnlySpan<float> matrix, int nodes)
    {
        var starts = new int[nodes + 1];
        var columns = new List<int>();
        var weights = new List<float>();
        for (int row = 0; row < nodes; row++)
        {
            for (int column = 0; column < nodes; column++)
            {
                if (matrix[(row * nodes) + column] != 0)
                {
                    columns.Add(column);
                    weights.Add(matrix[(row * nodes) + column]);
                }
            }

            starts[row + 1] = columns.Count;
        }

        return new SparseSupport(starts, [.. columns], [.. weights]);
    }

    /// <summary>Each row the mean of the members of its group, itself included.</summary>
    /// <param name="membership">[N, N], 1 for members.</param>
    /// <param name="nodes">N.</param>
    public static SparseSupport OfMembers(ReadOnlySpan<float> membership, int nodes)
    {
        var means = new float[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            float members = 0;
            foreach (float member in membership.Slice(row * nodes, nodes))
            {
                members += member;
            }

            for (int column = 0; column < nodes; column++)
            {
                means[(row * nodes) + column] = membership[(row * nodes) + column] / members;
            }
        }

        return FromDense(means, nodes);
    }

    /// <summary>Normalises the rows of a matrix; its diagonal does not count.</summary>
    /// <param name="matrix">[N, N], not negative.</param>
    /// <param name="nodes">N.</param>
    public static SparseSupport Of(ReadOnlySpan<float> matrix, int nodes)
    {
        var normalised = new float[nodes * nodes];
        for (int row = 0; row < nodes; row++)
        {
            var from = matrix.Slice(row * nodes, nodes);
            var to = normalised.AsSpan(row * nodes, nodes);
            double sum = 0;
            for (int column = 0; column < nodes; column++)
            {
                sum += column == row ? 0 : from[column];
            }

            for (int column = 0; column < nodes; column++)
            {
                to[column] = column == row ? 0 : sum > 0 ? (float)(from[column] / sum) : 0;
            }

            if (!(sum > 0))
            {
                to[row] = 1;
            }
        }

        return FromDense(normalised, nodes);
    }

    /// <summary>Takes the weighted mean of the rows of a node's neighbours.</summary>
    /// <param name="node">Whose neighbours.</param>
    /// <param name="rows">A row of values for each node, possibly one of several.</param>
    /// <param name="stride">Values from a node's row to the next node's.</param>
    /// <param name="offset">Where in a stride the row begins.</param>
    /// <param name="mean">Written; as long as a row.</param>
    public void Gather(int node, ReadOnlySpan<float> rows, int stride, int offset, Span<float> mean)
    {
        mean.Clear();
        for (int entry = _starts[node]; entry < _starts[node + 1]; entry++)
        {
            VectorSums.AddScaled(rows.Slice((_columns[entry] * stride) + offset, mean.Length), _weights[entry], mean);
        }
    }

    /// <summary>The dense form.</summary>
    /// <returns>[N, N].</returns>
    public float[] ToDense()
    {
        var dense = new float[Nodes * Nodes];
        for (int row = 0; row < Nodes; row++)
        {
            for (int entry = _starts[row]; entry < _starts[row + 1]; entry++)
            {
                dense[(row * Nodes) + _columns[entry]] = _weights[entry];
            }
        }

        return dense;
    }
}
