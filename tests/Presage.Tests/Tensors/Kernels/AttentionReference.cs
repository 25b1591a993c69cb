using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>Multi-head attention as its formula says, one number at a time in float64, with its gradients.</summary>
sealed class AttentionReference
{
    readonly AttentionShape _shape;
    readonly double[] _q, _k, _v;

    /// <summary>All operands without gaps: [B, rows, heads d].</summary>
    public AttentionReference(AttentionShape shape, double[] q, double[] k, double[] v, double[]? keyMask)
    {
        (_shape, _q, _k, _v) = (shape, q, k, v);
        Output = new double[q.Length];
        Probabilities = new double[shape.Batch * shape.Heads * shape.Queries * shape.Keys];
        GradQ = new double[q.Length];
        GradK = new double[k.Length];
        GradV = new double[v.Length];
        ForEachQuery((item, head, query) =>
        {
            var visible = Enumerable.Range(0, shape.Keys)
                .Where(key => (keyMask is null || keyMask[item * shape.Keys + key] != 0) && (!shape.Causal || key <= query)).ToArray();
            var weights = visible.Select(key => Math.Exp(Score(item, head, query, key))).ToArray();
            for (var i = 0; i < visible.Length; i++)
            {
                var p = weights[i] / weights.Sum();
                Probabilities[Row(item, head, query) + visible[i]] = p;
                for (var c = 0; c < shape.HeadWidth; c++)
                {
                    Output[At(item, shape.Queries, query, head, c)] += p * _v[At(item, shape.Keys, visible[i], head, c)];
                }
            }
        });
    }

    public double[] Output { get; }

    public double[] Probabilities { get; }

    public double[] GradQ { get; }

    public double[] GradK { get; }

    public double[] GradV { get; }

    public void Backward(double[] gradOutput) => ForEachQuery((item, head, query) =>
    {
        var gradProbability = new double[_shape.Keys];
        var mean = 0.0;
        for (var key = 0; key < _shape.Keys; key++)
        {
            var p = Probabilities[Row(item, head, query) + key];
            for (var c = 0; c < _shape.HeadWidth; c++)
            {
                var outer = gradOutput[At(item, _shape.Queries, query, head, c)];
                gradProbability[key] += outer * _v[At(item, _shape.Keys, key, head, c)];
                GradV[At(item, _shape.Keys, key, head, c)] += p * outer;
            }

            mean += p * gradProbability[key];
        }

        for (var key = 0; key < _shape.Keys; key++)
        {
            var grad = Probabilities[Row(item, head, query) + key] * (gradProbability[key] - mean) / Math.Sqrt(_shape.HeadWidth);
            for (var c = 0; c < _shape.HeadWidth; c++)
            {
                var (asking, asked) = (At(item, _shape.Queries, query, head, c), At(item, _shape.Keys, key, head, c));
                GradQ[asking] += grad * _k[asked];
                GradK[asked] += grad * _q[asking];
            }
        }
    });

    double Score(int item, int head, int query, int key)
    {
        var sum = 0.0;
        for (var c = 0; c < _shape.HeadWidth; c++)
        {
            sum += _q[At(item, _shape.Queries, query, head, c)] * _k[At(item, _shape.Keys, key, head, c)];
        }

        return sum / Math.Sqrt(_shape.HeadWidth);
    }

    int At(int item, int rows, int row, int head, int column) =>
        ((item * rows + row) * _shape.Heads + head) * _shape.HeadWidth + column;

    int Row(int item, int head, int query) => ((item * _shape.Heads + head) * _shape.Queries + query) * _shape.Keys;

    void ForEachQuery(Action<int, int, int> action)
    {
        for (var item = 0; item < _shape.Batch; item++)
        {
            for (var head = 0; head < _shape.Heads; head++)
            {
                for (var query = 0; query < _shape.Queries; query++)
                {
                    action(item, head, query);
                }
            }
        }
    }
}
