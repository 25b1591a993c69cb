using Presage.Tensors.Autodiff;
using Presage.Tensors.Benchmarking;
using Presage.Tensors.Layers;
using Presage.Tensors.Losses;
using Presage.Tests.Golden;
using Presage.Tests.Tensors.Kernels;

namespace Presage.Tests.Tensors.Layers;

/// <summary>Outputs and every gradient agree with what PyTorch computed in float64.</summary>
[Collection(SimdCollection.Name)]
public sealed class TorchParityTests
{
    static readonly (string Torch, string Ours, bool Transposed)[] GruLayer =
    [
        ("weight_ih_l0", "layer0.inputWeight", true), ("weight_hh_l0", "layer0.stateWeight", true),
        ("bias_ih_l0", "layer0.inputBias", false), ("bias_hh_l0", "layer0.stateBias", false),
    ];

    static readonly (string Torch, string Ours, bool Transposed)[] TwoWayLstm =
    [
        .. new[] { ("l0", "layer0"), ("l0_reverse", "layer0.reverse"), ("l1", "layer1"), ("l1_reverse", "layer1.reverse") }.SelectMany(
            name => GruLayer.Select(part => (
                part.Torch.Replace("l0", name.Item1, StringComparison.Ordinal),
                part.Ours.Replace("layer0", name.Item2, StringComparison.Ordinal),
                part.Transposed))),
    ];

    static readonly (string Torch, string Ours, bool Transposed)[] Attention =
    [
        ("in_proj_weight", "weight", true), ("in_proj_bias", "bias", false),
        ("out_proj.weight", "output.weight", true), ("out_proj.bias", "output.bias", false),
    ];

    static readonly (string Torch, string Ours, bool Transposed)[] Adjacency =
    [
        ("listener.weight", "listenerWeight", true), ("listener.bias", "listenerBias", false),
        ("speaker.weight", "speakerWeight", true), ("score", "scoreWeight", false),
    ];

    public static TheoryData<string> Levels => InstructionSets.All;

    [Theory]
    [MemberData(nameof(Levels))]
    public void Gru_OneLayer_AgreesWithTorch(string level) =>
        Check(level, "gru", GruLayer, scope => new Gru(scope, 5, 8).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Gru_TwoLayers_AgreesWithTorch(string level) =>
        Check(
            level,
            "gru-two-layers",
            [
                .. GruLayer,
                .. GruLayer.Select(name => (name.Torch.Replace("l0", "l1", StringComparison.Ordinal),
                    name.Ours.Replace("layer0", "layer1", StringComparison.Ordinal), name.Transposed)),
            ],
            scope => new Gru(scope, 5, 8, layers: 2).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Gru_LastState_AgreesWithTorch(string level) =>
        Check(level, "gru-last-state", GruLayer, scope =>
        {
            var gru = new Gru(scope, 5, 8);
            return input => gru.Apply(input).Slice(axis: 1, 6, 7).Reshape(3, 8);
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Lstm_OneLayer_AgreesWithTorch(string level) =>
        Check(level, "lstm", GruLayer, scope => new Lstm(scope, 5, 8).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Lstm_TwoLayersInBothDirections_AgreesWithTorch(string level) =>
        Check(level, "lstm-both-directions", TwoWayLstm, scope => new Lstm(scope, 5, 8, layers: 2, bidirectional: true).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void Lstm_LastStatesOfBothDirections_AgreeWithTorch(string level) =>
        Check(level, "lstm-last-states", TwoWayLstm, scope =>
        {
            var lstm = new Lstm(scope, 5, 8, layers: 2, bidirectional: true);
            return input => lstm.LastStates(lstm.Apply(input));
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void MultiHeadAttention_AllKeys_AgreesWithTorch(string level) =>
        Check(level, "attention", Attention, scope =>
        {
            var attention = new MultiHeadAttention(scope, 12, 3);
            return input => attention.Apply(input);
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void MultiHeadAttention_Causal_AgreesWithTorch(string level) =>
        Check(level, "attention-causal", Attention, scope =>
        {
            var attention = new MultiHeadAttention(scope, 12, 3);
            return input => attention.Apply(input, causal: true);
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void MultiHeadAttention_PaddedKeys_AgreesWithTorch(string level) =>
        Check(level, "attention-masked", Attention, scope =>
        {
            var attention = new MultiHeadAttention(scope, 12, 3);
            var mask = Enumerable.Repeat(1f, 18).ToArray();
            mask.AsSpan(15, 3).Clear();
            return input => attention.Apply(input, keyMask: input.Graph.Constant(new Shape(2, 9), mask));
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void TransformerEncoderLayer_NormAfter_AgreesWithTorch(string level) =>
        Check(
            level,
            "encoder-layer",
            [
                .. Attention.Select(name => ($"self_attn.{name.Torch}", $"attention.{name.Ours}", name.Transposed)),
                ("linear1.weight", "feedForward.first.weight", true), ("linear1.bias", "feedForward.first.bias", false),
                ("linear2.weight", "feedForward.second.weight", true), ("linear2.bias", "feedForward.second.bias", false),
                ("norm1.weight", "attentionNorm.gain", false), ("norm1.bias", "attentionNorm.bias", false),
                ("norm2.weight", "feedForwardNorm.gain", false), ("norm2.bias", "feedForwardNorm.bias", false),
            ],
            scope =>
            {
                var layer = new TransformerEncoderLayer(scope, 12, 3, 20);
                return input => layer.Apply(input);
            });

    [Theory]
    [MemberData(nameof(Levels))]
    public void TransformerDecoderLayer_OfTheFirstStepsToAll_AgreesWithTorch(string level)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load("decoder-layer");
        using var parameters = new ParameterSet();
        var layer = new TransformerDecoderLayer(new ParameterScope(parameters), 12, 3, 20);
        parameters.Initialize(seed: 1);
        (string, string, bool)[] names =
        [
            .. Attention.Select(name => ($"self_attn.{name.Torch}", $"selfAttention.{name.Ours}", name.Transposed)),
            ("multihead_attn.out_proj.weight", "memoryAttention.output.weight", true),
            ("multihead_attn.out_proj.bias", "memoryAttention.output.bias", false),
            ("linear1.weight", "feedForward.first.weight", true), ("linear1.bias", "feedForward.first.bias", false),
            ("linear2.weight", "feedForward.second.weight", true), ("linear2.bias", "feedForward.second.bias", false),
            ("norm1.weight", "selfNorm.gain", false), ("norm1.bias", "selfNorm.bias", false),
            ("norm2.weight", "memoryNorm.gain", false), ("norm2.bias", "memoryNorm.bias", false),
            ("norm3.weight", "feedForwardNorm.gain", false), ("norm3.bias", "feedForwardNorm.bias", false),
        ];
        SetParameters(expected, parameters, names);
        var (weight, bias) = (expected.Values("parameters/multihead_attn.in_proj_weight"), expected.Values("parameters/multihead_attn.in_proj_bias"));
        Turned(weight[..144]).CopyTo(parameters.Get("memoryAttention.queryWeight").Values);
        Turned(weight[144..]).CopyTo(parameters.Get("memoryAttention.memoryWeight").Values);
        bias.AsSpan(0, 12).CopyTo(parameters.Get("memoryAttention.queryBias").Values);
        bias.AsSpan(12).CopyTo(parameters.Get("memoryAttention.memoryBias").Values);
        using var run = Run(expected, parameters, input => layer.Apply(input.Slice(axis: 1, 0, 4), input));
        CheckGradients(expected, parameters, names);
        var gradient = expected.Values("gradients/multihead_attn.in_proj_weight");
        Agreement.Check("gradient of queryWeight", Turned(gradient[..144]), parameters.Get("memoryAttention.queryWeight").Gradient);
        Agreement.Check("gradient of memoryWeight", Turned(gradient[144..]), parameters.Get("memoryAttention.memoryWeight").Gradient);

        static float[] Turned(float[] rows)
        {
            var outputs = rows.Length / 12;
            return [.. Enumerable.Range(0, rows.Length).Select(at => rows[(at % outputs * 12) + (at / outputs)])];
        }
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void LayerNorm_Rows_AgreesWithTorch(string level) =>
        Check(level, "layer-norm", [("weight", "gain", false), ("bias", "bias", false)], scope => new LayerNorm(scope, 11).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void BatchNorm_OverNodesAndSteps_AgreesWithTorch(string level) =>
        Check(level, "batch-norm", [("weight", "gain", false), ("bias", "bias", false)], scope => new BatchNorm(scope, 3).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void InstanceNorm_AroundALinearMap_AgreesWithTorch(string level) =>
        Check(
            level,
            "revin",
            [("gain", "gain", false), ("bias", "bias", false), ("map.weight", "map.weight", true), ("map.bias", "map.bias", false)],
            scope =>
            {
                var norm = new InstanceNorm(scope, 3);
                var map = new Linear(scope / "map", 10, 4);
                return input =>
                {
                    var (normalized, statistics) = norm.Normalize(input);
                    return norm.Denormalize(map.Apply(normalized.Transpose(1, 2)).Transpose(1, 2), statistics);
                };
            });

    [Theory]
    [MemberData(nameof(Levels))]
    public void AdditiveAdjacency_Heads_AgreesWithTorch(string level) =>
        Check(level, "additive-adjacency", Adjacency, scope => new AdditiveAdjacency(scope, 4, heads: 2, width: 3).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void SparsifyRows_OfStrengthByRelevance_AgreesWithTorch(string level) =>
        Check(level, "listening-nodes", Adjacency, scope =>
        {
            var layer = new AdditiveAdjacency(scope, 7, heads: 2, width: 3);
            return input =>
            {
                var relevance = input.Transpose(1, 2).Correlation();
                return (layer.Apply(input) * (relevance + 0.1f)).SparsifyRows(keep: 2).MatMul(input);
            };
        });

    [Theory]
    [MemberData(nameof(Levels))]
    public void Conv1d_Circular_AgreesWithTorch(string level) =>
        CheckConvolution(level, "convolution", scope => new Conv1d(scope, 3, 6, 3, TimePadding.Circular).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void GatedConv1d_Dilated_AgreesWithTorch(string level) =>
        CheckConvolution(level, "gated-convolution", scope => new GatedConv1d(scope, 3, 4, 2, TimePadding.None, dilation: 2).Apply);

    [Theory]
    [MemberData(nameof(Levels))]
    public void M1DualChannel_LossAndEveryGradient_AgreeWithTorch(string level)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load("dual-channel");
        using var parameters = new ParameterSet();
        var model = new M1DualChannel(new ParameterScope(parameters), 8, 16, 4);
        parameters.Initialize(seed: 1);
        (string, string, bool)[] names =
        [
            ("encoder.weight", "encoder.weight", true), ("encoder.bias", "encoder.bias", false),
            .. GruLayer.Select(name => ($"gru.{name.Torch}", $"gru.{name.Ours}", name.Transposed)),
            .. Attention.Select(name => ($"attention.{name.Torch}", $"attention.{name.Ours}", name.Transposed)),
            ("gate.bias", "gate.bias", false),
            ("head.weight", "head.weight", true), ("head.bias", "head.bias", false),
        ];
        SetParameters(expected, parameters, names);
        var gate = expected.Transposed("parameters/gate.weight");
        gate.AsSpan(0, 256).CopyTo(parameters.Get("gate.firstWeight").Values);
        gate.AsSpan(256).CopyTo(parameters.Get("gate.secondWeight").Values);
        parameters.MarkChanged();
        var shape = new Shape(12, 8);
        using var run = new LayerRun(
            parameters, 2, training: true, graph => Loss.MeanSquaredError(model.Apply(graph.Input("input", shape)), graph.Input("target", shape)));
        run.Bind("input", expected.Values("input")).Bind("target", expected.Values("target")).LossScale(1f / (2 * 12 * 8)).Forward().Backward([1f]);
        Assert.Equal(expected.Number("loss"), run.Output[0], 1e-5);
        CheckGradients(expected, parameters, names);
        var gradGate = expected.Transposed("gradients/gate.weight");
        Agreement.Check("gradient of gate.firstWeight", gradGate.AsSpan(0, 256), parameters.Get("gate.firstWeight").Gradient);
        Agreement.Check("gradient of gate.secondWeight", gradGate.AsSpan(256), parameters.Get("gate.secondWeight").Gradient);
    }

    [Theory]
    [MemberData(nameof(Levels))]
    public void M2GraphTemporal_OutputAndEveryGradient_AgreeWithTorch(string level) =>
        Check(
            level,
            "graph-temporal",
            [
                .. Adjacency.Select(name => ($"listening.{name.Torch}", $"adjacency.{name.Ours}", name.Transposed)),
                .. Enumerable.Range(0, 3).SelectMany(index => new[]
                {
                    ($"layers.{index}.weight", $"layer{index}.weight", true), ($"layers.{index}.bias", $"layer{index}.bias", false),
                }),
                .. GruLayer.Select(name => ($"gru.{name.Torch}", $"gru.{name.Ours}", name.Transposed)),
                ("balance", "balance", false), ("head.weight", "head.weight", true), ("head.bias", "head.bias", false),
            ],
            scope => new M2GraphTemporal(scope, 3, 8, 5, 3).Apply);

    static void Check(
        string level, string name, (string Torch, string Ours, bool Transposed)[] names, Func<ParameterScope, Func<Tensor, Tensor>> create)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load(name);
        using var parameters = new ParameterSet();
        var apply = create(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        var learned = parameters.Parameters.Where(parameter => parameter.IsLearned).Select(parameter => parameter.Name);
        Assert.Equal(names.Select(pair => pair.Ours).Order(), learned.Order());
        SetParameters(expected, parameters, names);
        using var run = Run(expected, parameters, apply);
        CheckGradients(expected, parameters, names);
    }

    static void CheckConvolution(string level, string name, Func<ParameterScope, Func<Tensor, Tensor>> create)
    {
        using var instructions = InstructionSets.Use(level);
        var expected = TorchCase.Load(name);
        using var parameters = new ParameterSet();
        var apply = create(new ParameterScope(parameters));
        parameters.Initialize(seed: 1);
        TapsFirst(expected, "parameters/weight").CopyTo(parameters.Get("weight").Values);
        expected.Values("parameters/bias").CopyTo(parameters.Get("bias").Values);
        parameters.MarkChanged();
        using var run = Run(expected, parameters, apply);
        Agreement.Check("gradient of weight", TapsFirst(expected, "gradients/weight"), parameters.Get("weight").Gradient);
        Agreement.Check("gradient of bias", expected.Values("gradients/bias"), parameters.Get("bias").Gradient);
    }

    static LayerRun Run(TorchCase expected, ParameterSet parameters, Func<Tensor, Tensor> apply)
    {
        var shape = expected.Shape("input");
        var run = new LayerRun(parameters, shape[0], training: true, graph => apply(graph.Input("input", shape.Without(0), needsGradient: true)));
        run.Bind("input", expected.Values("input")).Forward();
        Assert.Equal(expected.Shape("output"), run.OutputShape);
        Agreement.Check("output", expected.Values("output"), run.Output);
        run.Backward(expected.Values("weighting"));
        Agreement.Check("gradient of the input", expected.Values("inputGradient"), run.InputGradient("input"));
        return run;
    }

    static void SetParameters(TorchCase expected, ParameterSet parameters, (string Torch, string Ours, bool Transposed)[] names)
    {
        foreach (var (torch, ours, transposed) in names)
        {
            var path = $"parameters/{torch}";
            var values = transposed ? expected.Transposed(path) : expected.Values(path);
            values.CopyTo(parameters.Get(ours).Values);
        }

        parameters.MarkChanged();
    }

    static void CheckGradients(TorchCase expected, ParameterSet parameters, (string Torch, string Ours, bool Transposed)[] names)
    {
        foreach (var (torch, ours, transposed) in names)
        {
            var path = $"gradients/{torch}";
            Agreement.Check($"gradient of {ours}", transposed ? expected.Transposed(path) : expected.Values(path), parameters.Get(ours).Gradient);
        }
    }

    /// <summary>A torch weight [outputs, inputs, taps] as [taps, inputs, outputs].</summary>
    static float[] TapsFirst(TorchCase stored, string path)
    {
        var (weight, shape) = (stored.Values(path), stored.Shape(path));
        var (outputs, inputs, taps) = (shape[0], shape[1], shape[2]);
        var values = new float[weight.Length];
        for (var index = 0; index < weight.Length; index++)
        {
            var (output, input, tap) = (index / taps / inputs, index / taps % inputs, index % taps);
            values[(tap * inputs + input) * outputs + output] = weight[index];
        }

        return values;
    }
}
