using Presage.Tensors.Autodiff;
using Presage.Tensors.Optimizers;
using Presage.Tests.Golden;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Optimizers;

[Collection(SimdCollection.Name)]
public sealed class OptimizerTests
{
    public static TheoryData<string> Levels => InstructionSets.All;

    public static TheoryData<string> Methods => ["sgd", "momentum", "nesterov", "adagrad", "adam", "adamw"];

    [Theory]
    [MemberData(nameof(Levels))]
    public void AdamW_TenStepsOnAQuadratic_AgreesWithTorch(string level)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load("adamw");
        var (target, curvature) = (expected.Values("target"), expected.Values("curvature"));
        using var parameters = Weights(expected.Values("start"));
        using var optimizer = new AdamW(parameters, weightDecay: 0.01f);
        for (var step = 0; step < expected.Count("steps"); step++)
        {
            var weights = parameters.Get("w");
            for (var index = 0; index < target.Length; index++)
            {
                weights.Gradient[index] = curvature[index] * (weights.Values[index] - target[index]);
            }

            optimizer.Step(0.05f);
            var after = expected.Values($"steps/{step}");
            for (var index = 0; index < after.Length; index++)
            {
                Assert.Equal(after[index], weights.Values[index], 1e-5f);
            }
        }
    }

    [Fact]
    public void Sgd_WithoutMomentum_MovesAgainstTheGradient()
    {
        using var parameters = Weights([1f, 2f]);
        using var optimizer = new Sgd(parameters);
        Step(optimizer, 0.1f, [10f, -4f]);
        Assert.Equal(0f, parameters.Get("w").Values[0], 1e-6f);
        Assert.Equal(2.4f, parameters.Get("w").Values[1], 1e-6f);
    }

    [Theory]
    [InlineData(false, new[] { 0.9f, 0.75f })] // m = 1, then 0.5 + 1
    [InlineData(true, new[] { 0.85f, 0.675f })] // g + 0.5 m = 1.5, then 1.75
    public void Sgd_WithMomentum_AddsUpGradients(bool nesterov, float[] expected)
    {
        using var parameters = Weights([1f]);
        using var optimizer = new Sgd(parameters, momentum: 0.5f, nesterov);
        foreach (var value in expected)
        {
            Step(optimizer, 0.1f, [1f]);
            Assert.Equal(value, parameters.Get("w").Values[0], 1e-6f);
        }
    }

    [Fact]
    public void AdaGrad_SameGradientTwice_StepsByTheRateThenByItOverTheRootOfTwo()
    {
        using var parameters = Weights([1f, 1f]);
        using var optimizer = new AdaGrad(parameters);
        Step(optimizer, 0.1f, [5f, -0.01f]);
        Assert.Equal(0.9f, parameters.Get("w").Values[0], 1e-6f);
        Assert.Equal(1.1f, parameters.Get("w").Values[1], 1e-6f);
        Step(optimizer, 0.1f, [5f, -0.01f]);
        Assert.Equal(0.9f - 0.1f / MathF.Sqrt(2), parameters.Get("w").Values[0], 1e-6f);
    }

    [Fact]
    public void Adam_FirstStep_MovesByTheRateWhateverTheGradientsSize()
    {
        using var parameters = Weights([1f, 1f, 1f]);
        using var optimizer = new Adam(parameters);
        Step(optimizer, 0.1f, [1000f, -0.001f, 0f]);
        Assert.Equal(0.9f, parameters.Get("w").Values[0], 1e-5f);
        Assert.Equal(1.1f, parameters.Get("w").Values[1], 1e-5f);
        Assert.Equal(1f, parameters.Get("w").Values[2]);
    }

    [Fact]
    public void Decay_WithoutGradient_IsNormalisedByAdamAndProportionalInAdamW()
    {
        using var coupled = Weights([2f]);
        using var adam = new Adam(coupled, penalty: 0.01f);
        Step(adam, 0.1f, [0f]);
        Assert.Equal(1.9f, coupled.Get("w").Values[0], 1e-5f);
        using var decoupled = Weights([2f]);
        using var adamW = new AdamW(decoupled, weightDecay: 0.01f);
        Step(adamW, 0.1f, [0f]);
        Assert.Equal(2f * (1 - 0.1f * 0.01f), decoupled.Get("w").Values[0], 1e-6f);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void LoadState_AfterSaveState_GoesOnWithTheSameBits(string method)
    {
        float[] gradient = [0.3f, -1f, 2f];
        using var parameters = Weights([1f, 2f, 3f]);
        using var optimizer = Create(method, parameters);
        Step(optimizer, 0.1f, gradient);
        using var stream = new MemoryStream();
        optimizer.SaveState(new BinaryWriter(stream));
        using var others = Weights(parameters.Get("w").Values.ToArray());
        using var other = Create(method, others);
        stream.Position = 0;
        other.LoadState(new BinaryReader(stream));
        Assert.Equal(1, other.Steps);
        Step(optimizer, 0.1f, gradient);
        Step(other, 0.1f, gradient);
        Assert.Equal(parameters.Values.ToArray(), others.Values.ToArray());
    }

    [Fact]
    public void LoadState_OfAnotherMethod_SaysSo()
    {
        using var parameters = Weights([1f]);
        using var sgd = new Sgd(parameters, 0.9f);
        using var stream = new MemoryStream();
        sgd.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        using var adam = new Adam(parameters);
        var error = Assert.Throws<InvalidDataException>(() => adam.LoadState(new BinaryReader(stream)));
        Assert.Contains("1 x 16", error.Message, StringComparison.Ordinal);
        Assert.Contains("2 x 16", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Step_AfterTheFirst_AllocatesNothing(string method)
    {
        using var parameters = Weights(new float[100]);
        using var optimizer = Create(method, parameters);
        optimizer.Step(0.1f);
        var before = GC.GetAllocatedBytesForCurrentThread();
        optimizer.Step(0.1f);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void ByNorm_GradientBeyondTheBound_IsScaledToIt()
    {
        using var parameters = Weights([0f, 0f]);
        new[] { 3f, 4f }.CopyTo(parameters.Get("w").Gradient);
        Assert.Equal(5f, GradientClipping.ByNorm(parameters, 1f), 1e-6f);
        Assert.Equal(0.6f, parameters.Get("w").Gradient[0], 1e-6f);
        Assert.Equal(0.8f, parameters.Get("w").Gradient[1], 1e-6f);
        Assert.Equal(1f, GradientClipping.ByNorm(parameters, 2f), 1e-6f);
        Assert.Equal(0.6f, parameters.Get("w").Gradient[0], 1e-6f);
    }

    [Fact]
    public void ByNorm_GradientNotANumber_LeavesItAndSaysSo()
    {
        using var parameters = Weights([0f, 0f]);
        new[] { float.NaN, 4f }.CopyTo(parameters.Get("w").Gradient);
        Assert.False(float.IsFinite(GradientClipping.ByNorm(parameters, 1f)));
        Assert.Equal(4f, parameters.Get("w").Gradient[1]);
    }

    [Fact]
    public void Average_Swapped_ExchangesWithTheWeightsAndBack()
    {
        using var parameters = Weights([1f]);
        using var average = new ExponentialAverage(parameters);
        parameters.Get("w").Values[0] = 3f;
        average.Update(0.75f);
        average.Swap();
        Assert.Equal(1.5f, parameters.Get("w").Values[0]);
        average.Swap();
        Assert.Equal(3f, parameters.Get("w").Values[0]);
    }

    [Fact]
    public void SharpnessAware_OnAQuadratic_StepsByTheGradientOfTheWorstNeighbour()
    {
        // L = w²/2 + 2 v²; at (3, 1) its gradient is (3, 4), of norm 5.
        using var parameters = Weights([3f, 1f]);
        using var inner = new Sgd(parameters);
        using var optimizer = new SharpnessAware(inner, radius: 0.5f);
        var calls = 0;
        var loss = optimizer.Step(0.1f, () =>
        {
            calls++;
            var (weights, gradient) = (parameters.Get("w").Values.ToArray(), parameters.Get("w"));
            gradient.Gradient[0] = weights[0];
            gradient.Gradient[1] = 4 * weights[1];
            return (weights[0] * weights[0] / 2) + (2 * weights[1] * weights[1]);
        });
        Assert.Equal(2, calls);
        Assert.Equal(6.5, loss, 1e-6);
        Assert.Equal(3f - 0.1f * (3f + 0.5f * 0.6f), parameters.Get("w").Values[0], 1e-5f);
        Assert.Equal(1f - 0.1f * 4 * (1f + 0.5f * 0.8f), parameters.Get("w").Values[1], 1e-5f);
    }

    static ParameterSet Weights(float[] start)
    {
        var parameters = new ParameterSet();
        parameters.Declare("w", new Shape(start.Length), (values, _) => start.CopyTo(values));
        parameters.Initialize(seed: 1);
        return parameters;
    }

    static void Step(Optimizer optimizer, float learningRate, float[] gradient)
    {
        gradient.CopyTo(optimizer.Parameters.Get("w").Gradient);
        optimizer.Step(learningRate);
    }

    static Optimizer Create(string method, ParameterSet parameters) => method switch
    {
        "sgd" => new Sgd(parameters),
        "momentum" => new Sgd(parameters, 0.9f),
        "nesterov" => new Sgd(parameters, 0.9f, nesterov: true),
        "adagrad" => new AdaGrad(parameters),
        "adam" => new Adam(parameters, penalty: 0.01f),
        _ => new AdamW(parameters, 0.01f),
    };
}
