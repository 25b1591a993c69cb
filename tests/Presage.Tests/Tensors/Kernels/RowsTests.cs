using Presage.Tensors.Kernels;

namespace Presage.Tests.Tensors.Kernels;

[Collection(SimdCollection.Name)]
public sealed unsafe class RowsTests : IDisposable
{
    const int Capacity = 20_000;

    readonly GuardedFloats _x = new(Capacity), _y = new(Capacity), _z = new(Capacity), _small = new(Capacity);

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void AddBias_AnyWidth_EqualsTheReference(string level) => Shapes(level, (rows, columns) =>
    {
        var stride = columns + 2;
        float* x = _x.Take((rows - 1) * stride + columns, 1), bias = _small.Take(columns, 2);
        var before = Copy(x, (rows - 1) * stride + columns);

        Rows.AddBias(x, rows, columns, stride, bias);

        _x.AssertNothingBefore();
        for (var i = 0; i < before.Length; i++)
        {
            Assert.Equal(i % stride < columns ? before[i] + bias[i % stride] : before[i], x[i]);
        }
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void BiasActivation_EveryActivation_GivesValueAndDerivative(string level) => Shapes(level, (rows, columns) =>
    {
        foreach (var activation in Enum.GetValues<Activation>())
        {
            var stride = columns + 1;
            float* x = _x.Take((rows - 1) * stride + columns, 3, 3), bias = _small.Take(columns, 4);
            var derivative = _y.Take(rows * columns, 5);
            var before = Copy(x, (rows - 1) * stride + columns);

            Rows.BiasActivation(x, rows, columns, stride, bias, activation, derivative, columns);

            _y.AssertNothingBefore();
            for (var i = 0; i < rows; i++)
            {
                for (var j = 0; j < columns; j++)
                {
                    var (value, slope) = Reference(activation, before[i * stride + j] + bias[j]);
                    Assert.Equal(value, x[i * stride + j], 2e-6);
                    Assert.Equal(slope, derivative[i * columns + j], 2e-6);
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void BiasActivation_NoBiasAndNoDerivative_GivesTheValue(string level)
    {
        using var use = InstructionSets.Use(level);
        var x = _x.Take(37, 6);
        var before = Copy(x, 37);

        Rows.BiasActivation(x, 1, 37, 37, null, Activation.Tanh, null, 0);

        for (var i = 0; i < 37; i++)
        {
            Assert.Equal(Math.Tanh(before[i]), x[i], 1e-6);
        }
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void GatedTanh_AnyWidth_EqualsTheReferenceForwardAndBackward(string level) => Shapes(level, (rows, columns) =>
    {
        float* x = _x.Take(rows * 2 * columns, 7, 2), y = _y.Take(rows * columns, 8);
        Rows.GatedTanh(x, y, rows, columns);
        _y.AssertNothingBefore();
        var gradY = _small.Take(rows * columns, 9);
        foreach (var accumulate in new[] { false, true })
        {
            var gradX = _z.Take(rows * 2 * columns, 10);
            var before = Copy(gradX, rows * 2 * columns);
            Rows.GatedTanhBackward(gradY, x, gradX, rows, columns, accumulate);
            _z.AssertNothingBefore();
            for (var place = 0; place < rows * columns; place++)
            {
                var first = place / columns * 2 * columns + place % columns;
                var (value, gate) = (Math.Tanh(x[first]), 1 / (1 + Math.Exp(-x[first + columns])));
                var (old, oldGate) = accumulate ? (before[first], before[first + columns]) : (0f, 0f);
                Assert.Equal(value * gate, y[place], 1e-6);
                Assert.Equal(old + gradY[place] * gate * (1 - value * value), gradX[first], 1e-5);
                Assert.Equal(oldGate + gradY[place] * value * gate * (1 - gate), gradX[first + columns], 1e-5);
            }
        }
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Softmax_AnyWidth_EqualsTheReferenceForwardAndBackward(string level) => Shapes(level, (rows, columns) =>
    {
        const float Scale = 0.7f;
        float* x = _x.Take(rows * columns, 7, 5), y = _y.Take(rows * columns, 8);
        Rows.Softmax(x, y, rows, columns, Scale);
        _y.AssertNothingBefore();
        foreach (var accumulate in new[] { false, true })
        {
            float* outer = _z.Take(rows * columns, 9), inner = _small.Take(rows * columns, 10);
            var before = Copy(inner, rows * columns);
            Rows.SoftmaxBackward(outer, y, inner, rows, columns, Scale, accumulate);
            _small.AssertNothingBefore();

            for (var i = 0; i < rows; i++)
            {
                var row = i * columns;
                double greatest = double.NegativeInfinity, total = 0, projection = 0;
                for (var j = 0; j < columns; j++)
                {
                    greatest = Math.Max(greatest, Scale * x[row + j]);
                }

                for (var j = 0; j < columns; j++)
                {
                    total += Math.Exp(Scale * x[row + j] - greatest);
                }

                for (var j = 0; j < columns; j++)
                {
                    var expected = Math.Exp(Scale * x[row + j] - greatest) / total;
                    Assert.Equal(expected, y[row + j], 1e-6 * expected + 1e-9);
                    projection += expected * outer[row + j];
                }

                for (var j = 0; j < columns; j++)
                {
                    var expected = Scale * y[row + j] * (outer[row + j] - projection) + (accumulate ? before[row + j] : 0);
                    Assert.Equal(expected, inner[row + j], 2e-6);
                }
            }
        }
    });

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void Softmax_LargeValuesAndMaskedRows_StayFinite(string level)
    {
        using var use = InstructionSets.Use(level);
        const float Never = float.NegativeInfinity;
        var x = _x.Take([1000, 1000, 999, Never, Never, Never, 5, Never, 5]);

        Rows.Softmax(x, x, 3, 3);

        var half = 1 / (2 + Math.Exp(-1));
        Assert.Equal([half, half, 1 - 2 * half, 0, 0, 0, 0.5, 0, 0.5], Copy(x, 9).Select(value => (double)value), new Near(1e-6));
    }

    [Theory]
    [MemberData(nameof(InstructionSets.All), MemberType = typeof(InstructionSets))]
    public void LayerNorm_AnyWidth_EqualsTheReferenceForwardAndBackward(string level) => Shapes(level, (rows, columns) =>
    {
        const float Epsilon = 1e-5f;
        foreach (var affine in new[] { true, false })
        {
            using GuardedFloats parameters = new(2 * columns), saved = new(2 * rows), gradients = new(2 * columns);
            float* x = _x.Take(rows * columns, 11), y = _y.Take(rows * columns, 12);
            float* gain = affine ? parameters.Take(2 * columns, 13) : null, bias = affine ? gain + columns : null;
            float* mean = saved.Take(2 * rows, 14), deviation = mean + rows;
            Rows.LayerNorm(x, gain, bias, y, mean, deviation, rows, columns, Epsilon);
            _y.AssertNothingBefore();

            float* outer = _z.Take(rows * columns, 15), inner = _small.Take(rows * columns, 16);
            float* gradGain = affine ? gradients.Take(2 * columns, 17) : null, gradBias = affine ? gradGain + columns : null;
            var before = Copy(inner, rows * columns);
            var (expectedGain, expectedBias) = (new double[columns], new double[columns]);
            for (var j = 0; j < columns && affine; j++)
            {
                (expectedGain[j], expectedBias[j]) = (gradGain[j], gradBias[j]);
            }

            Rows.LayerNormBackward(outer, x, gain, mean, deviation, inner, affine, gradGain, gradBias, rows, columns);
            _small.AssertNothingBefore();

            for (var i = 0; i < rows; i++)
            {
                var row = i * columns;
                double center = 0, variance = 0, meanGradient = 0, meanProjection = 0;
                for (var j = 0; j < columns; j++)
                {
                    center += x[row + j] / (double)columns;
                }

                for (var j = 0; j < columns; j++)
                {
                    variance += Math.Pow(x[row + j] - center, 2) / columns;
                }

                var scale = 1 / Math.Sqrt(variance + Epsilon);
                for (var j = 0; j < columns; j++)
                {
                    var normal = (x[row + j] - center) * scale;
                    Assert.Equal(affine ? normal * gain[j] + bias[j] : normal, y[row + j], 3e-6 * (1 + scale));
                    var gradient = outer[row + j] * (affine ? gain[j] : 1);
                    meanGradient += gradient / columns;
                    meanProjection += gradient * normal / columns;
                    expectedGain[j] += outer[row + j] * normal;
                    expectedBias[j] += outer[row + j];
                }

                for (var j = 0; j < columns; j++)
                {
                    var normal = (x[row + j] - center) * scale;
                    var expected = scale * (outer[row + j] * (affine ? gain[j] : 1) - meanGradient - normal * meanProjection);
                    expected += affine ? before[row + j] : 0;
                    Assert.Equal(expected, inner[row + j], 4e-6 * (1 + scale));
                }
            }

            for (var j = 0; j < columns && affine; j++)
            {
                Assert.Equal(expectedGain[j], gradGain[j], 1e-5 * rows);
                Assert.Equal(expectedBias[j], gradBias[j], 1e-5 * rows);
            }
        }
    });

    [Fact]
    public void LayerNorm_ConstantRow_IsTheBias()
    {
        float* x = _x.Take([3, 3, 3, 3]), y = _y.Take(4, 1), saved = _small.Take(2, 2);

        Rows.LayerNorm(x, null, null, y, saved, saved + 1, 1, 4, 1e-5f);

        Assert.Equal([0f, 0f, 0f, 0f], Copy(y, 4));
    }

    public void Dispose()
    {
        _x.Dispose();
        _y.Dispose();
        _z.Dispose();
        _small.Dispose();
    }

    static void Shapes(string level, Action<int, int> verify)
    {
        using var use = InstructionSets.Use(level);
        foreach (var rows in new[] { 1, 2, 7 })
        {
            foreach (var columns in new[] { 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 31, 32, 33, 47, 63, 64, 65, 96, 100, 257 })
            {
                verify(rows, columns);
            }
        }
    }

    static (double Value, double Slope) Reference(Activation activation, double u)
    {
        var s = 1 / (1 + Math.Exp(-u));
        return activation switch
        {
            Activation.None => (u, 1),
            Activation.Relu => (Math.Max(u, 0), u > 0 ? 1 : 0),
            Activation.Gelu => (ErrorFunction.Gelu(u), ErrorFunction.GeluDerivative(u)),
            Activation.Tanh => (Math.Tanh(u), 1 - Math.Pow(Math.Tanh(u), 2)),
            Activation.Sigmoid => (s, s * (1 - s)),
            _ => (u * s, s * (1 + u * (1 - s))),
        };
    }

    static float[] Copy(float* values, int n) => new ReadOnlySpan<float>(values, n).ToArray();

    sealed class Near(double tolerance) : IEqualityComparer<double>
    {
        public bool Equals(double x, double y) => Math.Abs(x - y) <= tolerance;

        public int GetHashCode(double value) => 0;
    }
}
