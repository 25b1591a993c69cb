using Presage.Tensors.Autodiff;
using Presage.Tensors.Autodiff.Operations;
using Presage.Tensors.Kernels;

namespace Presage.Tensors.Layers;

/// <summary>A gated recurrent unit over a whole sequence, one or more on top of each other.</summary>
/// <remarks>
/// <code>
/// Torch form                                   Paper form
/// r  = σ(x Wr + br + h Ur + cr)                r  = σ(x Wr + h Ur + br)
/// z  = σ(x Wz + bz + h Uz + cz)                z  = σ(x Wz + h Uz + bz)
/// n  = tanh(x Wn + bn + r ⊙ (h Un + cn))       n  = tanh(x Wn + (r ⊙ h) Un + bn)
/// h' = (1-z) ⊙ n + z ⊙ h                       h' = (1-z) ⊙ h + z ⊙ n
/// </code>
/// The state starts at 0. The matrices W and U are [inputs, 3D] with the gates in the order r, z, n: transposes of torch.nn.GRU's. Everything
/// starts uniform in ±1/√D, as there.
/// </remarks>
public sealed class Gru : Layer
{
    readonly Unit[] _units;
    readonly Dropout? _dropout;
    readonly GruForm _form;

    /// <summary>Declares <c>layer0.inputWeight</c>, <c>layer0.stateWeight</c>, <c>layer0.inputBias</c>, <c>layer0.stateBias</c> (torch form), ….</summary>
    /// <param name="scope">Where to declare them.</param>
    /// <param name="inputs">F, the size of the last axis of the input.</param>
    /// <param name="hidden">D, the size of the state.</param>
    /// <param name="layers">How many units stand on top of each other.</param>
    /// <param name="dropout">The share of values dropped between two of them.</param>
    /// <param name="form">Which unit.</param>
    public Gru(ParameterScope scope, int inputs, int hidden, int layers = 1, float dropout = 0f, GruForm form = GruForm.Torch)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(layers, 1);
        _form = form;
        _dropout = dropout > 0f && layers > 1 ? new Dropout(dropout) : null;
        _units = new Unit[layers];
        var initializer = Initializers.InverseRoot(hidden);
        for (var index = 0; index < layers; index++)
        {
            var part = scope / $"layer{index}";
            _units[index] = new Unit(
                part.Declare("inputWeight", new Shape(index == 0 ? inputs : hidden, 3 * hidden), initializer),
                part.Declare("stateWeight", new Shape(hidden, 3 * hidden), initializer),
                part.Declare("inputBias", new Shape(3 * hidden), initializer),
                form == GruForm.Torch ? part.Declare("stateBias", new Shape(3 * hidden), initializer) : null);
        }
    }

    /// <summary>Runs over the sequence.</summary>
    /// <param name="input">[B, T, F].</param>
    /// <returns>[B, T, D], the last unit's state after each step.</returns>
    public Tensor Apply(Tensor input)
    {
        var graph = input.Graph;
        var sequence = input;
        for (var index = 0; index < _units.Length; index++)
        {
            if (index > 0 && _dropout is not null)
            {
                sequence = _dropout.Apply(sequence);
            }

            var unit = _units[index];
            sequence = GruOperation.Apply(
                _form,
                sequence,
                graph.Use(unit.InputWeight),
                graph.Use(unit.StateWeight),
                graph.Use(unit.InputBias),
                unit.StateBias is null ? null : graph.Use(unit.StateBias));
        }

        return sequence;
    }

    readonly record struct Unit(Parameter InputWeight, Parameter StateWeight, Parameter InputBias, Parameter? StateBias);
}
