using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>Places of an axis in a chosen order: a slice, a reversal, a repetition, padding.</summary>
/// <remarks>Each place of the output's axis names one of the input's, or none, where it holds a constant.</remarks>
sealed unsafe class SelectOperation : Operation
{
    /// <summary>Names no place of the input.</summary>
    public const int Nothing = -1;

    readonly AxisView _view;
    readonly Run[] _runs;
    readonly int _places;
    readonly float _constant;

    SelectOperation(Tensor input, int axis, ReadOnlySpan<int> places, float constant)
        : base(input)
    {
        _view = AxisView.Of(input.Shape, axis);
        _places = places.Length;
        _constant = constant;
        var runs = new List<Run>();
        for (var target = 0; target < places.Length; target++)
        {
            var follows = runs.Count > 0 && Follows(runs[^1], places[target]);
            if (follows)
            {
                runs[^1] = runs[^1] with { Length = runs[^1].Length + 1 };
            }
            else
            {
                runs.Add(new Run(places[target], target, 1));
            }
        }

        _runs = [.. runs];
    }

    public override bool CanOverwriteGradient => false;

    public override bool BackwardReadsOutput => false;

    /// <summary>Adds the operation to the input's graph.</summary>
    /// <param name="input">[outer…, size, inner…].</param>
    /// <param name="axis">The axis.</param>
    /// <param name="places">For each place of the output's axis one of the input's, or <see cref="Nothing"/>.</param>
    /// <param name="constant">What stands where there is nothing.</param>
    /// <exception cref="ArgumentException">There is no such place.</exception>
    public static Tensor Apply(Tensor input, int axis, ReadOnlySpan<int> places, float constant = 0f)
    {
        foreach (var place in places)
        {
            if (place < Nothing || place >= input.Shape[axis])
            {
                throw new ArgumentException($"Select: place {place} of axis {axis} in {input.Shape}.");
            }
        }

        return input.Graph.Apply(new SelectOperation(input, axis, places, constant), input.Shape.With(axis, places.Length));
    }

    public override bool BackwardReadsInput(int index) => false;

    public override void Forward(Workspace workspace)
    {
        var input = workspace.Value(Inputs[0]);
        var output = workspace.Value(Output);
        var outputBlock = (nint)_places * _view.Inner;
        foreach (var run in _runs)
        {
            var target = output + (nint)run.Target * _view.Inner;
            var length = run.Length * _view.Inner;
            if (run.Source != Nothing)
            {
                BlockLoops.Copy(
                    _view.Outer, length, input + (nint)run.Source * _view.Inner, _view.Block, target, outputBlock, accumulate: false);
                continue;
            }

            for (var outer = 0; outer < _view.Outer; outer++, target += outputBlock)
            {
                Elementwise.Fill(target, _constant, length);
            }
        }
    }

    public override void Backward(Workspace workspace)
    {
        var gradOutput = workspace.Gradient(Output);
        var gradInput = workspace.Gradient(Inputs[0]);
        foreach (var run in _runs)
        {
            if (run.Source != Nothing)
            {
                BlockLoops.Copy(
                    _view.Outer, run.Length * _view.Inner, gradOutput + (nint)run.Target * _view.Inner, (nint)_places * _view.Inner,
                    gradInput + (nint)run.Source * _view.Inner, _view.Block, accumulate: true);
            }
        }
    }

    static bool Follows(Run run, int place) => run.Source == Nothing ? place == Nothing : place == run.Source + run.Length;

    /// <summary>Neighbouring places of the output that are neighbours in the input, too.</summary>
    readonly record struct Run(int Source, int Target, int Length);
}
