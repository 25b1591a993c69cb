using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

/// <summary>The gated recurrent unit as its formulas say, one number at a time in float64, with its gradients.</summary>
sealed class GruReference
{
    readonly int _batch, _steps, _features, _hidden;
    readonly bool _torch;
    readonly double[] _x, _inputWeight, _stateWeight, _inputBias, _stateBias;
    readonly double[,,] _reset, _update, _candidate, _fromState;

    public GruReference(
        GruShape shape, double[] x, double[] inputWeight, double[] stateWeight, double[] inputBias, double[] stateBias, double[]? initialState)
    {
        (_batch, _steps, _features, _hidden) = (shape.Batch, shape.Steps, shape.Features, shape.Hidden);
        _torch = shape.Form == GruForm.Torch;
        (_x, _inputWeight, _stateWeight, _inputBias, _stateBias) = (x, inputWeight, stateWeight, inputBias, stateBias);
        _reset = new double[_batch, _steps, _hidden];
        _update = new double[_batch, _steps, _hidden];
        _candidate = new double[_batch, _steps, _hidden];
        _fromState = new double[_batch, _steps, _hidden];
        State = new double[_batch, _steps + 1, _hidden];
        GradInput = new double[x.Length];
        GradInputWeight = new double[inputWeight.Length];
        GradStateWeight = new double[stateWeight.Length];
        GradInputBias = new double[inputBias.Length];
        GradStateBias = new double[stateBias.Length];
        GradInitialState = new double[_batch * _hidden];
        for (var b = 0; b < _batch; b++)
        {
            for (var j = 0; j < _hidden; j++)
            {
                State[b, 0, j] = initialState?[b * _hidden + j] ?? 0;
            }

            for (var t = 0; t < _steps; t++)
            {
                Step(b, t);
            }
        }
    }

    /// <summary>[B, T + 1, H]: the state before each step and after the last.</summary>
    public double[,,] State { get; }

    public double[] GradInput { get; }

    public double[] GradInputWeight { get; }

    public double[] GradStateWeight { get; }

    public double[] GradInputBias { get; }

    public double[] GradStateBias { get; }

    public double[] GradInitialState { get; }

    public void Backward(double[] gradOutput, double[]? gradLastState)
    {
        for (var b = 0; b < _batch; b++)
        {
            var grad = new double[_hidden];
            for (var j = 0; j < _hidden; j++)
            {
                grad[j] = gradLastState?[b * _hidden + j] ?? 0;
            }

            for (var t = _steps - 1; t >= 0; t--)
            {
                for (var j = 0; j < _hidden; j++)
                {
                    grad[j] += gradOutput[(b * _steps + t) * _hidden + j];
                }

                grad = StepBack(b, t, grad);
            }

            grad.CopyTo(GradInitialState, b * _hidden);
        }
    }

    void Step(int b, int t)
    {
        for (var j = 0; j < _hidden; j++)
        {
            _reset[b, t, j] = Sigmoid(Input(b, t, j) + _stateBias[j] + Product(j, k => State[b, t, k]));
            var z = _hidden + j;
            _update[b, t, j] = Sigmoid(Input(b, t, z) + _stateBias[z] + Product(z, k => State[b, t, k]));
        }

        for (var j = 0; j < _hidden; j++)
        {
            var n = 2 * _hidden + j;
            var (z, h) = (_update[b, t, j], State[b, t, j]);
            if (_torch)
            {
                _fromState[b, t, j] = _stateBias[n] + Product(n, k => State[b, t, k]);
                _candidate[b, t, j] = Math.Tanh(Input(b, t, n) + _reset[b, t, j] * _fromState[b, t, j]);
                State[b, t + 1, j] = (1 - z) * _candidate[b, t, j] + z * h;
            }
            else
            {
                _candidate[b, t, j] = Math.Tanh(Input(b, t, n) + _stateBias[n] + Product(n, k => _reset[b, t, k] * State[b, t, k]));
                State[b, t + 1, j] = (1 - z) * h + z * _candidate[b, t, j];
            }
        }
    }

    double[] StepBack(int b, int t, double[] grad)
    {
        var previous = new double[_hidden];
        var gradReset = new double[_hidden];
        for (var j = 0; j < _hidden; j++)
        {
            var (r, z, n, h) = (_reset[b, t, j], _update[b, t, j], _candidate[b, t, j], State[b, t, j]);
            previous[j] += grad[j] * (_torch ? z : 1 - z);
            var gradCandidate = grad[j] * (_torch ? 1 - z : z) * (1 - n * n);
            Spread(b, t, _hidden + j, grad[j] * (_torch ? h - n : n - h) * z * (1 - z), previous);
            var column = 2 * _hidden + j;
            SpreadInput(b, t, column, gradCandidate);
            gradReset[j] += _torch ? gradCandidate * _fromState[b, t, j] : 0;
            var gradProduct = _torch ? gradCandidate * r : gradCandidate;
            GradStateBias[column] += gradProduct;
            for (var k = 0; k < _hidden; k++)
            {
                var weight = k * 3 * _hidden + column;
                var factor = _torch ? 1 : _reset[b, t, k];
                GradStateWeight[weight] += gradProduct * factor * State[b, t, k];
                previous[k] += gradProduct * factor * _stateWeight[weight];
                gradReset[k] += _torch ? 0 : gradProduct * State[b, t, k] * _stateWeight[weight];
            }
        }

        for (var j = 0; j < _hidden; j++)
        {
            var r = _reset[b, t, j];
            Spread(b, t, j, gradReset[j] * r * (1 - r), previous);
        }

        return previous;
    }

    /// <summary>The gradient before a gate's sigmoid, to all that went into it.</summary>
    void Spread(int b, int t, int column, double grad, double[] previous)
    {
        SpreadInput(b, t, column, grad);
        GradStateBias[column] += grad;
        for (var k = 0; k < _hidden; k++)
        {
            GradStateWeight[k * 3 * _hidden + column] += grad * State[b, t, k];
            previous[k] += grad * _stateWeight[k * 3 * _hidden + column];
        }
    }

    void SpreadInput(int b, int t, int column, double grad)
    {
        GradInputBias[column] += grad;
        for (var f = 0; f < _features; f++)
        {
            GradInputWeight[f * 3 * _hidden + column] += grad * _x[(b * _steps + t) * _features + f];
            GradInput[(b * _steps + t) * _features + f] += grad * _inputWeight[f * 3 * _hidden + column];
        }
    }

    double Input(int b, int t, int column)
    {
        var sum = _inputBias[column];
        for (var f = 0; f < _features; f++)
        {
            sum += _x[(b * _steps + t) * _features + f] * _inputWeight[f * 3 * _hidden + column];
        }

        return sum;
    }

    double Product(int column, Func<int, double> state)
    {
        var sum = 0.0;
        for (var k = 0; k < _hidden; k++)
        {
            sum += state(k) * _stateWeight[k * 3 * _hidden + column];
        }

        return sum;
    }

    static double Sigmoid(double x) => 1 / (1 + Math.Exp(-x));
}
