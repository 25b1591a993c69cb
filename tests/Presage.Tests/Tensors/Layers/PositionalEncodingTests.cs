using Presage.Tensors.Autodiff;
using Presage.Tensors.Layers;

namespace Presage.Tests.Tensors.Layers;

public sealed class PositionalEncodingTests
{
    [Fact]
    public void Constant_FewSteps_IsSinesAndCosinesOfFallingFrequency()
    {
        using var parameters = new ParameterSet();
        parameters.Initialize(seed: 1);
        using var run = new LayerRun(parameters, 1, training: false, graph => PositionalEncoding.Constant(graph, 3, 4).Scale(1f));
        var output = run.Forward().Output;
        float[] expected =
        [
            0, 1, 0, 1,
            MathF.Sin(1), MathF.Cos(1), MathF.Sin(0.01f), MathF.Cos(0.01f),
            MathF.Sin(2), MathF.Cos(2), MathF.Sin(0.02f), MathF.Cos(0.02f),
        ];
        for (var index = 0; index < expected.Length; index++)
        {
            Assert.Equal(expected[index], output[index], 1e-6f);
        }
    }
}
