using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>The long short-term memory as its formulas say, one number at a time in float64, with its gradients.</summary>
sealed class LstmReference
{
    readonly LstmShape _shape;
    readonly double[] _x, _inputWeight, _stateWeight, _inputBias, _stateBias;
    readonly double[,,] _gates, _cells;

    public LstmReference(LstmShape shape, double[] x, double[] inputWeight, double[] stateWeight, double[] inputBias, double[] stateBias)
    {
        _shape = shape;
        (_x, _inputWeight, _stateWeight, _inputBias, _stateBias) = (x, inputWeight, stateWeight, inputBias, stateBias);
        _gates = new double[shape.Batch, shape.Steps, 4 * shape.Hidden];
        _cells = new double[shape.Batch, shape.Steps, shape.Hidden];
        Output = new double[shape.Batch * shape.Steps * shape.Hidden];
        GradInput = new double[x.Length];
        GradInputWeight = new double[inputWeight.Length];
        GradStateWeight = new double[stateWeight.Length];
        GradBias = new double[inputBias.Length];
        for (var b = 0; b < shape.Batch; b++)
        {
            foreach (var t in Order())
            {
                Step(b, t);
            }
        }
    }

    public double[] Output { get; }

    public double[] GradInput { get; }

    public double[] GradInputWeight { get; }

    public double[] GradStateWeight { get; }

    /// <summary>Of either bias: they are only ever seen as a sum.</summary>
    public double[] GradBias { get; }

    public void Backward(double[] gradOutput)
    {
        for (var b = 0; b < _shape.Batch; b++)
        {
            var (gradState, gradCell) = (new double[_shape.Hidden], new double[_shape.Hidden]);
            foreach (var t in Order().Reverse())
            {
                for (var j = 0; j < _shape.Hidden; j++)
                {
                    gradState[j] += gradOutput[Place(b, t, j)];
                }

                (gradState, gradCell) = StepBack(b, t, gradState, gradCell);
            }
        }
    }

    IEnumerable<int> Order() =>
        _shape.Reversed ? Enumerable.Range(0, _shape.Steps).Reverse() : Enumerable.Range(0, _shape.Steps);

    void Step(int b, int t)
    {
        for (var column = 0; column < 4 * _shape.Hidden; column++)
        {
            var sum = _inputBias[column] + _stateBias[column];
            for (var f = 0; f < _shape.Features; f++)
            {
                sum += _x[(b * _shape.Steps + t) * _shape.Features + f] * _inputWeight[f * 4 * _shape.Hidden + column];
            }

            for (var k = 0; k < _shape.Hidden; k++)
            {
                sum += StateBefore(b, t, k) * _stateWeight[k * 4 * _shape.Hidden + column];
            }

            _gates[b, t, column] = column / _shape.Hidden == 2 ? Math.Tanh(sum) : 1 / (1 + Math.Exp(-sum));
        }

        for (var j = 0; j < _shape.Hidden; j++)
        {
            var (i, f, g, o) = Gates(b, t, j);
            _cells[b, t, j] = f * CellBefore(b, t, j) + i * g;
            Output[Place(b, t, j)] = o * Math.Tanh(_cells[b, t, j]);
        }
    }

    (double[] State, double[] Cell) StepBack(int b, int t, double[] gradState, double[] gradCell)
    {
        var (stateBefore, cellBefore) = (new double[_shape.Hidden], new double[_shape.Hidden]);
        for (var j = 0; j < _shape.Hidden; j++)
        {
            var (i, f, g, o) = Gates(b, t, j);
            var cell = Math.Tanh(_cells[b, t, j]);
            var grad = gradCell[j] + gradState[j] * o * (1 - cell * cell);
            cellBefore[j] = grad * f;
            double[] gradGates =
            [
                grad * g * i * (1 - i), grad * CellBefore(b, t, j) * f * (1 - f), grad * i * (1 - g * g), gradState[j] * cell * o * (1 - o),
            ];
            for (var gate = 0; gate < 4; gate++)
            {
                Spread(b, t, gate * _shape.Hidden + j, gradGates[gate], stateBefore);
            }
        }

        return (stateBefore, cellBefore);
    }

    void Spread(int b, int t, int column, double grad, double[] gradStateBefore)
    {
        GradBias[column] += grad;
        for (var f = 0; f < _shape.Features; f++)
        {
            var (weight, input) = (f * 4 * _shape.Hidden + column, (b * _shape.Steps + t) * _shape.Features + f);
            GradInputWeight[weight] += grad * _x[input];
            GradInput[input] += grad * _inputWeight[weight];
        }

        for (var k = 0; k < _shape.Hidden; k++)
        {
            var weight = k * 4 * _shape.Hidden + column;
            GradStateWeight[weight] += grad * StateBefore(b, t, k);
            gradStateBefore[k] += grad * _stateWeight[weight];
        }
    }

    (double I, double F, double G, double O) Gates(int b, int t, int j) =>
        (_gates[b, t, j], _gates[b, t, _shape.Hidden + j], _gates[b, t, 2 * _shape.Hidden + j], _gates[b, t, 3 * _shape.Hidden + j]);

    double StateBefore(int b, int t, int j) => Before(t) is { } before ? Output[Place(b, before, j)] : 0;

    double CellBefore(int b, int t, int j) => Before(t) is { } before ? _cells[b, before, j] : 0;

    int? Before(int t) => _shape.Reversed ? (t + 1 < _shape.Steps ? t + 1 : null) : (t > 0 ? t - 1 : null);

    int Place(int b, int t, int j) => (b * _shape.Steps + t) * _shape.Hidden + j;
}
