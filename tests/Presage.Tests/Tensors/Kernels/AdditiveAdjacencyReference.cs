using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>The additive adjacency as its formula says, one pair of nodes at a time in float64, with its gradients.</summary>
sealed class AdditiveAdjacencyReference
{
    readonly AdditiveAdjacencyShape _shape;
    readonly double[] _u, _v, _weight, _bias;

    /// <summary>u and v are [graphs, N, heads, width], weight [heads, width], bias [heads].</summary>
    public AdditiveAdjacencyReference(AdditiveAdjacencyShape shape, double[] u, double[] v, double[] weight, double[]? bias)
    {
        (_shape, _u, _v, _weight, _bias) = (shape, u, v, weight, bias ?? new double[shape.Heads]);
        Output = new double[shape.Graphs * shape.Nodes * shape.Nodes];
        GradU = new double[u.Length];
        GradV = new double[v.Length];
        GradWeight = new double[weight.Length];
        GradBias = new double[shape.Heads];
        ForEachPair((graph, i, j, pair) =>
        {
            for (var head = 0; head < shape.Heads; head++)
            {
                Output[pair] += Strength(graph, i, j, head) / shape.Heads;
            }
        });
    }

    public double[] Output { get; }

    public double[] GradU { get; }

    public double[] GradV { get; }

    public double[] GradWeight { get; }

    public double[] GradBias { get; }

    public void Backward(double[] gradOutput) => ForEachPair((graph, i, j, pair) =>
    {
        for (var head = 0; head < _shape.Heads; head++)
        {
            var strength = Strength(graph, i, j, head);
            var gradScore = gradOutput[pair] * strength * (1 - strength) / _shape.Heads;
            GradBias[head] += gradScore;
            for (var feature = 0; feature < _shape.Width; feature++)
            {
                var (place, left, right) = (head * _shape.Width + feature, At(graph, i, head, feature), At(graph, j, head, feature));
                var tanh = Tanh(left, right);
                GradWeight[place] += gradScore * tanh;
                GradU[left] += Math.Abs(_u[left]) < 20 ? gradScore * _weight[place] * (1 - tanh * tanh) : 0;
                GradV[right] += Math.Abs(_v[right]) < 20 ? gradScore * _weight[place] * (1 - tanh * tanh) : 0;
            }
        }
    });

    double Strength(int graph, int i, int j, int head)
    {
        var score = _bias[head];
        for (var feature = 0; feature < _shape.Width; feature++)
        {
            score += _weight[head * _shape.Width + feature] * Tanh(At(graph, i, head, feature), At(graph, j, head, feature));
        }

        return 1 / (1 + Math.Exp(-score));
    }

    double Tanh(int left, int right) => Math.Tanh(Math.Clamp(_u[left], -20, 20) + Math.Clamp(_v[right], -20, 20));

    int At(int graph, int node, int head, int feature) => ((graph * _shape.Nodes + node) * _shape.Heads + head) * _shape.Width + feature;

    void ForEachPair(Action<int, int, int, int> action)
    {
        for (var graph = 0; graph < _shape.Graphs; graph++)
        {
            for (var i = 0; i < _shape.Nodes; i++)
            {
                for (var j = 0; j < _shape.Nodes; j++)
                {
                    action(graph, i, j, (graph * _shape.Nodes + i) * _shape.Nodes + j);
                }
            }
        }
    }
}
