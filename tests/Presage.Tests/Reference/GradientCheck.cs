using Presage.Tensors.Autodiff;

namespace Presage.Tests.Reference;

/// <summary>Compares the gradients of a function with differences of its values.</summary>
/// <remarks>
/// The loss is Σ c y with fixed random c, summed in float64. For each input and each parameter the derivative along one random unit
/// direction is compared with the central difference. Inputs are checked as parameters, whose gradients accumulate, as computed values,
/// whose gradients are overwritten, and as values used twice. Memory holds NaN before each run, so that nothing is read unwritten.
/// </remarks>
static class GradientCheck
{
    const int Seeds = 3;
    const double Tolerance = 1e-2;
    const float LossScale = 0.7f;

    /// <summary>How a function's inputs come about.</summary>
    enum Source
    {
        Parameter,
        Computed,
        UsedTwice,
    }

    /// <summary>Checks a function of tensors.</summary>
    public static void Verify(Func<Graph, Tensor[], Tensor> build, params Shape[] shapes) =>
        Verify(new GradientCase { Shapes = shapes, Declare = _ => build });

    /// <summary>Checks a function of tensors that uses layers.</summary>
    public static void Verify(Func<ParameterScope, Func<Graph, Tensor[], Tensor>> declare, params Shape[] shapes) =>
        Verify(new GradientCase { Shapes = shapes, Declare = declare });

    /// <summary>Checks a case.</summary>
    public static void Verify(GradientCase gradientCase)
    {
        for (var seed = 1; seed <= Seeds; seed++)
        {
            foreach (var source in Enum.GetValues<Source>())
            {
                Verify(gradientCase, source, (ulong)seed);
            }
        }
    }

    static void Verify(GradientCase gradientCase, Source source, ulong seed)
    {
        using var set = new ParameterSet();
        var scope = new ParameterScope(set);
        var inputs = gradientCase.Shapes.Select((shape, index) => scope.Declare($"input {index}", shape, Initializers.Zero)).ToArray();
        var build = gradientCase.Declare(scope / "layer");
        set.Initialize(seed);
        var random = new SeededRandom(1000 + seed);
        foreach (var parameter in set.Parameters)
        {
            if (inputs.Contains(parameter))
            {
                gradientCase.Values(parameter.Values, random);
                continue;
            }

            // Biases that start at zero, gains that start at one and the like would hide errors.
            foreach (ref var value in parameter.Values)
            {
                value += 0.1f * (float)random.NextNormal();
            }
        }

        set.MarkChanged();
        var graph = new Graph(set, gradientCase.Batch, training: true);
        var output = Trace(graph, build, inputs, source);
        var plan = new Plan(graph, output);
        using var run = new PlanRun(plan) { LossScale = LossScale };
        var weights = new float[output.Shape.Length];
        InputValues.Normal(weights, random);
        run.Forward();
        if (!gradientCase.InferenceDiffers)
        {
            AssertSameInInference(set, build, inputs, source, gradientCase.Batch, run.Output);
        }

        run.Backward(weights);
        foreach (var parameter in set.Parameters.Where(parameter => parameter.IsLearned))
        {
            Verify(run, parameter, weights, random, gradientCase.Step, $"{parameter.Name} {parameter.Shape}, {source}, seed {seed}");
        }
    }

    static Tensor Trace(Graph graph, Func<Graph, Tensor[], Tensor> build, Parameter[] inputs, Source source)
    {
        var tensors = inputs.Select(graph.Use).ToArray();
        if (source == Source.Parameter)
        {
            return build(graph, tensors);
        }

        tensors = [.. tensors.Select(tensor => tensor.Scale(1f))];
        var output = build(graph, tensors);
        return source == Source.Computed
            ? output
            : Tensor.Concat(0, [output.Reshape(-1), .. tensors.Select(tensor => tensor.Square().Reshape(-1))]);
    }

    static void AssertSameInInference(
        ParameterSet set, Func<Graph, Tensor[], Tensor> build, Parameter[] inputs, Source source, int batch, ReadOnlySpan<float> expected)
    {
        var graph = new Graph(set, batch, training: false);
        using var run = new PlanRun(new Plan(graph, Trace(graph, build, inputs, source))) { LossScale = LossScale };
        run.Forward();
        Assert.True(run.Output.SequenceEqual(expected), $"{source}: inference gives other bits than training");
    }

    static void Verify(PlanRun run, Parameter parameter, float[] weights, SeededRandom random, float step, string what)
    {
        var gradient = run.Gradient(parameter).ToArray();
        var direction = new float[gradient.Length];
        InputValues.Normal(direction, random);
        var norm = Math.Sqrt(direction.Sum(value => (double)value * value));
        var (expected, length) = (0d, 0d);
        for (var index = 0; index < gradient.Length; index++)
        {
            direction[index] = (float)(direction[index] / norm);
            expected += (double)gradient[index] * direction[index];
            length += (double)gradient[index] * gradient[index];
        }

        var start = parameter.Values.ToArray();
        var ahead = Loss(run, parameter, start, direction, step, weights);
        var behind = Loss(run, parameter, start, direction, -step, weights);
        var difference = (ahead - behind) / (2 * step);
        start.CopyTo(parameter.Values);
        run.Graph.Parameters.MarkChanged();

        // Along a random direction the derivative is about the gradient's length over √n, and may be near 0 by chance.
        var scale = Math.Max(Math.Max(Math.Abs(expected), Math.Abs(difference)), Math.Sqrt(length / gradient.Length));
        var error = Math.Abs(expected - difference);
        Assert.True(error <= Tolerance * scale + 1e-6, $"{what}: gradient {expected:g6}, difference {difference:g6}");
    }

    static double Loss(PlanRun run, Parameter parameter, float[] start, float[] direction, float step, float[] weights)
    {
        for (var index = 0; index < start.Length; index++)
        {
            parameter.Values[index] = start[index] + step * direction[index];
        }

        run.Graph.Parameters.MarkChanged();
        run.Forward();
        var loss = 0d;
        for (var index = 0; index < weights.Length; index++)
        {
            loss += (double)weights[index] * run.Output[index];
        }

        return loss;
    }
}
