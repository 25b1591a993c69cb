using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Tests.Tensors.Layers;

public sealed class InstanceNormTests
{
    static readonly Shape Window = new(4, 2);
    static readonly float[] Values = [1, 500, 2, 510, 4, 480, 9, 530, -3, 7, -3, 7, -3, 7, -3, 7];

    [Fact]
    public void Denormalize_OfTheNormalized_GivesTheInputBack()
    {
        using var parameters = new ParameterSet();
        var norm = new InstanceNorm(new ParameterScope(parameters), 2);
        parameters.Initialize(seed: 1);
        new[] { 1.5f, -0.7f }.CopyTo(parameters.Get("gain").Values);
        new[] { 0.3f, 2f }.CopyTo(parameters.Get("bias").Values);
        parameters.MarkChanged();
        using var run = new LayerRun(parameters, 2, training: false, graph =>
        {
            var (normalized, statistics) = norm.Normalize(graph.Input("x", Window));
            return norm.Denormalize(normalized, statistics);
        });
        var output = run.Bind("x", Values).Forward().Output;
        for (var index = 0; index < Values.Length; index++)
        {
            Assert.Equal(Values[index], output[index], 1e-5 * Math.Max(1, Math.Abs(Values[index])));
        }
    }

    [Fact]
    public void Normalize_VaryingWindow_HasMeanZeroAndVarianceOne()
    {
        var output = Normalize(Values);
        for (var channel = 0; channel < 2; channel++)
        {
            var column = Enumerable.Range(0, 4).Select(step => (double)output[step * 2 + channel]).ToArray();
            Assert.Equal(0, column.Average(), 1e-5);
            Assert.Equal(1, column.Average(value => value * value), 1e-4);
        }
    }

    [Fact]
    public void Normalize_ConstantWindow_IsZeroAndItsGradientFinite()
    {
        using var parameters = new ParameterSet();
        var norm = new InstanceNorm();
        parameters.Initialize(seed: 1);
        using var run = new LayerRun(parameters, 2, training: true, graph => norm.Normalize(graph.Input("x", Window, needsGradient: true)).Normalized);
        var output = run.Bind("x", Values).Forward().Output;
        Assert.All(output[8..], value => Assert.Equal(0f, value));
        run.Backward(Enumerable.Repeat(1f, 16).ToArray());
        Assert.All(run.InputGradient("x")[8..], gradient => Assert.Equal(1 / 0.0031623, gradient, 0.1));
    }

    [Fact]
    public void Normalize_WithObservedMask_CountsObservedStepsOnly()
    {
        float[] observed = [1, 1, 1, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0];
        using var parameters = new ParameterSet();
        parameters.Initialize(seed: 1);
        using var run = new LayerRun(
            parameters, 2, training: false, graph => new InstanceNorm().Normalize(graph.Input("x", Window), graph.Input("observed", Window)).Statistics);
        var statistics = run.Bind("x", Values).Bind("observed", observed).Forward().Output;
        Assert.Equal(4, statistics[0], 1e-5);                                       // 1, 2, 9
        Assert.Equal(Math.Sqrt((9 + 4 + 25) / 3d), statistics[2], 1e-4);
        Assert.Equal(1510d / 3, statistics[1], 1e-3);                                // 500, 480, 530
        Assert.Equal([0f, 0f, 1f, 1f], statistics[4..]);
    }

    static float[] Normalize(float[] values)
    {
        using var parameters = new ParameterSet();
        parameters.Initialize(seed: 1);
        using var run = new LayerRun(parameters, 2, training: false, graph => new InstanceNorm().Normalize(graph.Input("x", Window)).Normalized);
        return run.Bind("x", values).Forward().Output;
    }
}
