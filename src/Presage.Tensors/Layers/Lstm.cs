using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;

namespace Presage.Tensors.Layers;

/// <summary>A long short-term memory over a whole sequence, one or more on top of each other, in one or both directions of time.</summary>
/// <remarks>
/// <code>
/// i  = σ(x Wi + bi + h Ui + ci)       f = σ(x Wf + bf + h Uf + cf)
/// g  = tanh(x Wg + bg + h Ug + cg)    o = σ(x Wo + bo + h Uo + co)
/// s' = f ⊙ s + i ⊙ g                  h' = o ⊙ tanh(s')
/// </code>
/// Hochreiter and Schmidhuber 1997 with the forget gate of Gers et al. 2000, as torch.nn.LSTM computes it. State and cell start at 0. The matrices
/// W and U are [inputs, 4D] with the gates in the order i, f, g, o: transposes of torch's. Everything starts uniform in ±1/√D, as there.
/// </remarks>
public sealed class Lstm : Layer
{
    readonly Unit[] _units; // of each layer forward, then, if there is one, backward
    readonly Dropout? _dropout;
    readonly int _hidden;
    readonly int _directions;

    /// <summary>
    /// Declares <c>layer0.inputWeight</c>, <c>layer0.stateWeight</c>, <c>layer0.inputBias</c>, <c>layer0.stateBias</c>, for both directions also
    /// <c>layer0.reverse.inputWeight</c>, ….
    /// </summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">F, the size of the last axis of the input.</param>
    /// <param name="hidden">D, the size of the state of one direction.</param>
    /// <param name="layers">How many units stand on top of each other.</param>
    /// <param name="dropout">The share of values dropped between two of them.</param>
    /// <param name="bidirectional">Whether each layer also runs from the last step to the first.</param>
    public Lstm(ParameterScope scope, int inputs, int hidden, int layers = 1, float dropout = 0f, bool bidirectional = false)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        (_hidden, _directions) = (hidden, bidirectional ? 2 : 1);
        _dropout = dropout > 0f && layers > 1 ? new Dropout(dropout) : null;
        _units = new Unit[layers * _directions];
        var initializer = Initializers.InverseRoot(hidden);
        for (var index = 0; index < _units.Length; index++)
        {
            var (layer, direction) = Math.DivRem(index, _directions);
            var part = direction == 0 ? scope / $"layer{layer}" : scope / $"layer{layer}" / "reverse";
            _units[index] = new Unit(
                part.Declare("inputWeight", new Shape(layer == 0 ? inputs : _directions * hidden, 4 * hidden), initializer),
                part.Declare("stateWeight", new Shape(hidden, 4 * hidden), initializer),
                part.Declare("inputBias", new Shape(4 * hidden), initializer),
                part.Declare("stateBias", new Shape(4 * hidden), initializer));
        }
    }

    /// <summary>Runs over the sequence.</summary>
    /// <param name="input">[B, T, F].</param>
    /// <returns>[B, T, D], the last layer's state at each step; of both directions [B, T, 2D], the forward one first.</returns>
    public Tensor Apply(Tensor input)
    {
        var sequence = input;
        for (var index = 0; index < _units.Length; index += _directions)
        {
            if (index > 0 && _dropout is not null)
            {
                sequence = _dropout.Apply(sequence);
            }

            var forward = Run(_units[index], sequence, reversed: false);
            sequence = _directions == 1 ? forward : Tensor.Concat(-1, forward, Run(_units[index + 1], sequence, reversed: true));
        }

        return sequence;
    }

    /// <summary>What each direction knows after its last step: the forward state of the last step and the backward state of the first.</summary>
    /// <param name="states">What <see cref="Apply"/> returned.</param>
    /// <returns>[B, D], of both directions [B, 2D].</returns>
    public Tensor LastStates(Tensor states)
    {
        var (batch, steps) = (states.Shape[0], states.Shape[1]);
        var last = states.Slice(axis: 1, steps - 1, steps).Reshape(batch, _directions * _hidden);
        if (_directions == 1)
        {
            return last;
        }

        // The backward state of the last step has seen that step alone.
        var first = states.Slice(axis: 1, 0, 1).Reshape(batch, 2 * _hidden);
        return Tensor.Concat(-1, last.Slice(axis: 1, 0, _hidden), first.Slice(axis: 1, _hidden, 2 * _hidden));
    }

    static Tensor Run(Unit unit, Tensor input, bool reversed)
    {
        var graph = input.Graph;
        return LstmOperation.Apply(
            input, graph.Use(unit.InputWeight), graph.Use(unit.StateWeight), graph.Use(unit.InputBias), graph.Use(unit.StateBias), reversed);
    }

    readonly record struct Unit(Parameter InputWeight, Parameter StateWeight, Parameter InputBias, Parameter StateBias);
}
