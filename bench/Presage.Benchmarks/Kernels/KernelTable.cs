using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using Presage.Tensors.Kernels;

namespace Presage.Benchmarks.Kernels;

/// <summary>Prints what the kernels reach on one core, beside the measured peak of the processor.</summary>
static unsafe class KernelTable
{
    /// <summary>Prints the table for the instruction set that PRESAGE_SIMD names, or for the best one.</summary>
    /// <param name="parts">Which parts: products, recurrences, attentions, functions; none means all.</param>
    public static int Run(params string[] parts)
    {
        var peak = Peak();
        Console.WriteLine($"instruction set {Simd.Level}, fused multiply-add peak {peak:F1} GFLOP/s");
        foreach (var (name, print) in new (string, Action)[]
        {
            ("products", () => Products(peak)), ("recurrences", () => Recurrences(peak)), ("attentions", () => Attentions(peak)),
            ("functions", Functions),
        })
        {
            if (parts is [] || parts.Contains(name))
            {
                print();
            }
        }

        return 0;
    }

    static void Products(double peak)
    {
        foreach (var (m, n, k) in new[]
        {
            (3072, 64, 64), (1536, 192, 64), (512, 192, 64), (48, 192, 64), (16, 192, 64), (14, 192, 64), (12, 192, 64), (8, 192, 64), (4, 192, 64),
            (2, 192, 64), (1, 192, 64), (96, 96, 16), (96, 16, 96), (60, 64, 60), (100, 65, 33), (256, 256, 256), (1024, 1024, 1024),
        })
        {
            float* a = Filled((long)m * k, 1), b = Filled((long)k * n, 2), c = Filled((long)m * n, 3);
            var packed = Filled(Gemm.PackedLength(k, n), 4);
            Gemm.Pack(k, n, b, n, packed);
            var flops = 2.0 * m * n * k;
            Print($"product {m} x {n}, k {k}, packed", flops, peak, () => Gemm.Multiply(m, n, k, a, k, packed, c, n, false));
            Print($"        {m} x {n}, k {k}, in rows", flops, peak, () => Gemm.MultiplyUnpacked(m, n, k, a, k, b, n, c, n, false));
            Free((nint)a, (nint)b, (nint)c, (nint)packed);
        }

        foreach (var (m, n, k) in new[] { (64, 192, 24576), (64, 192, 48), (64, 192, 96), (64, 64, 3072), (5, 192, 96), (96, 16, 96) })
        {
            float* a = Filled((long)m * k, 1), b = Filled((long)k * n, 2), c = Filled((long)m * n, 3);
            Print(
                $"weight gradient {m} x {n}, k {k}", 2.0 * m * n * k, peak,
                () => Gemm.MultiplyTransposedLeft(m, n, k, a, m, b, n, c, n, true));
            Free((nint)a, (nint)b, (nint)c);
        }
    }

    static void Recurrences(double peak)
    {
        foreach (var (batch, steps, features, hidden) in new[] { (512, 48, 64, 64), (32, 96, 64, 64), (8, 96, 64, 64), (8, 96, 8, 64), (1, 48, 64, 64) })
        {
            var shape = new GruShape(batch, steps, features, hidden);
            int inputs = batch * steps * features, outputs = batch * steps * hidden, gates = 3 * hidden;
            float* x = Filled(inputs, 1), output = Filled(outputs, 2), gradOutput = Filled(outputs, 3), gradInput = Filled(inputs, 4);
            float* inputWeight = Filled(features * gates, 5), stateWeight = Filled(hidden * gates, 6), bias = Filled(gates, 7);
            float* packed = Filled(GruKernels.PackedForwardLength(shape), 8), packedBack = Filled(GruKernels.PackedBackwardLength(shape), 9);
            float* saved = Filled(GruKernels.SavedLength(shape, true), 10), scratch = Filled(GruKernels.ScratchLength(shape), 11);
            float* gradInputWeight = Filled(features * gates, 12), gradStateWeight = Filled(hidden * gates, 13), gradBias = Filled(gates, 14);
            Elementwise.Scale(inputWeight, 0.1f, inputWeight, features * gates);
            Elementwise.Scale(stateWeight, 0.1f, stateWeight, hidden * gates);
            var flops = 2.0 * batch * steps * (features + hidden) * gates;

            void Forward(bool keep)
            {
                GruKernels.PackForward(shape, inputWeight, stateWeight, packed);
                GruKernels.Forward(shape, x, packed, bias, bias, null, output, saved, keep);
            }

            var name = $"GRU B {batch}, T {steps}, F {features}, H {hidden}";
            Print($"{name}, inference", flops, peak, () => GruKernels.Forward(shape, x, packed, bias, bias, null, output, saved, false));
            Print($"{name}, forward", flops, peak, () => Forward(true));
            Print($"{name}, and backward", 3 * flops, peak, () =>
            {
                Forward(true);
                GruKernels.PackBackward(shape, inputWeight, stateWeight, packedBack);
                GruKernels.Backward(
                    shape, x, packedBack, null, output, saved, gradOutput, null, gradInput, false, gradInputWeight, gradStateWeight,
                    gradBias, gradBias, null, scratch);
            });
            Free((nint)x, (nint)output, (nint)gradOutput, (nint)gradInput, (nint)inputWeight, (nint)stateWeight, (nint)bias);
            Free((nint)packed, (nint)packedBack, (nint)saved, (nint)scratch, (nint)gradInputWeight, (nint)gradStateWeight, (nint)gradBias);
        }
    }

    static void Attentions(double peak)
    {
        var shape = new AttentionShape(32, 96, 96, 4, 16);
        int columns = shape.Heads * shape.HeadWidth, rows = shape.Batch * shape.Queries, stride = 3 * columns;
        float* packed = Filled(rows * stride, 1), output = Filled(rows * columns, 2), gradOutput = Filled(rows * columns, 3);
        float* gradient = Filled(rows * stride, 4), saved = Filled(AttentionKernels.SavedLength(shape, true), 5);
        float* scratch = Filled(AttentionKernels.ForwardScratchLength(shape) + AttentionKernels.BackwardScratchLength(shape), 6);
        var flops = 4.0 * shape.Batch * shape.Heads * shape.Queries * shape.Keys * shape.HeadWidth;

        void Forward(bool keep) => AttentionKernels.Forward(
            shape, packed, stride, packed + columns, stride, packed + 2 * columns, stride, null, output, columns, saved, keep, scratch);

        Print("attention B 32, 4 heads of 16, T 96, inference", flops, peak, () => Forward(false));
        Print("attention B 32, 4 heads of 16, T 96, forward", flops, peak, () => Forward(true));
        Print("attention B 32, 4 heads of 16, T 96, and backward", 3 * flops, peak, () =>
        {
            Forward(true);
            AttentionKernels.Backward(
                shape, packed, stride, packed + columns, stride, packed + 2 * columns, stride, saved, output, columns,
                gradient, stride, gradient + columns, stride, gradient + 2 * columns, stride, false, false, scratch);
        });
        Free((nint)packed, (nint)output, (nint)gradOutput, (nint)gradient, (nint)saved, (nint)scratch);
    }

    static void Functions()
    {
        foreach (var n in new[] { 4096, 1 << 20 })
        {
            float* x = Filled(n, 1), y = Filled(n, 2), z = Filled(n, 3), w = Filled(n, 4), parameters = Filled(n, 5);
            Print("exp", n, () => Elementwise.Exp(x, y, n));
            Print("log", n, () => Elementwise.Log(z, y, n));
            Print("sigmoid", n, () => Elementwise.Sigmoid(x, y, n));
            Print("tanh", n, () => Elementwise.Tanh(x, y, n));
            Print("GELU", n, () => Elementwise.Gelu(x, y, n));
            Print("GELU with derivative", n, () => Rows.BiasActivation(y, n / 64, 64, 64, parameters, Activation.Gelu, z, 64));
            Print("softplus", n, () => Elementwise.Softplus(x, y, n));
            Print("add", n, () => Elementwise.Add(x, z, y, n));
            Print("tanh backward", n, () => Elementwise.TanhBackward(x, z, y, n, true));
            Print("sum", n, () => Reductions.Sum(x, n));
            Print("column sum, 64 columns", n, () => Reductions.ColumnSum(x, n / 64, 64, 64, y, true));
            Print("softmax, 64 columns", n, () => Rows.Softmax(x, y, n / 64, 64));
            Print("layer norm, 64 columns", n, () => Rows.LayerNorm(x, parameters, parameters + 64, y, z, w, n / 64, 64, 1e-5f));
            Print(
                "layer norm backward, 64 columns", n,
                () => Rows.LayerNormBackward(x, x, parameters, z, w, y, false, parameters + 64, parameters + 128, n / 64, 64));
            Elementwise.Absolute(w, w, n);
            Print("AdamW", n, () => AdamKernel.Adam(x, y, z, w, n, new AdamStep(1e-8f, 0.9f, 0.999f, 1e-8f, 0.01f, true, 0.5f, 0.5f)));
            Free((nint)x, (nint)y, (nint)z, (nint)w, (nint)parameters);
        }
    }

    static void Print(string name, int n, Action action) =>
        Console.WriteLine($"{name,-40} of {n,8} floats {Stopwatches.Fastest(action) * 1e9 / n,8:F3} ns each");

    static void Print(string name, double flops, double peak, Action action)
    {
        var seconds = Stopwatches.Fastest(action);
        Console.WriteLine($"{name,-52} {seconds * 1e6,10:F2} us {flops / seconds / 1e9,8:F1} GFLOP/s {flops / seconds / 1e9 / peak,6:P0}");
    }

    static double Peak()
    {
        const int Steps = 200_000;
        float sink = 0;
        var flops = 2.0 * 12 * Steps;
        var result = Simd.Level switch
        {
            InstructionSet.Avx512 => flops * 16 / Stopwatches.Fastest(() => sink += Sums<Vector512<float>, Simd512>(Steps), 1),
            InstructionSet.Avx2 => flops * 8 / Stopwatches.Fastest(() => sink += Sums<Vector256<float>, Simd256>(Steps), 1),
            _ => flops * 4 / Stopwatches.Fastest(() => sink += Sums<Vector128<float>, Simd128>(Steps), 1),
        };
        GC.KeepAlive(sink);
        return result / 1e9;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static float Sums<TVector, TSimd>(int steps)
        where TVector : struct
        where TSimd : struct, ISimd<TVector>
    {
        TVector x = TSimd.Broadcast(1.0001f), y = TSimd.Broadcast(0.9999f);
        TVector a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
        for (; steps > 0; steps--)
        {
            a = TSimd.MultiplyAdd(a, y, x);
            b = TSimd.MultiplyAdd(b, y, x);
            c = TSimd.MultiplyAdd(c, y, x);
            d = TSimd.MultiplyAdd(d, y, x);
            e = TSimd.MultiplyAdd(e, y, x);
            f = TSimd.MultiplyAdd(f, y, x);
            g = TSimd.MultiplyAdd(g, y, x);
            h = TSimd.MultiplyAdd(h, y, x);
            i = TSimd.MultiplyAdd(i, y, x);
            j = TSimd.MultiplyAdd(j, y, x);
            k = TSimd.MultiplyAdd(k, y, x);
            l = TSimd.MultiplyAdd(l, y, x);
        }

        a = TSimd.Add(TSimd.Add(TSimd.Add(a, b), TSimd.Add(c, d)), TSimd.Add(TSimd.Add(e, f), TSimd.Add(g, h)));
        return TSimd.Sum(TSimd.Add(a, TSimd.Add(TSimd.Add(i, j), TSimd.Add(k, l))));
    }

    static float* Filled(long length, int seed)
    {
        var random = new Random(seed);
        var memory = (float*)NativeMemory.AlignedAlloc((nuint)((length + 16) * sizeof(float)), 64);
        for (long i = 0; i < length + 16; i++)
        {
            memory[i] = (float)(2 * random.NextDouble() - 1);
        }

        return memory;
    }

    static void Free(params ReadOnlySpan<nint> blocks)
    {
        foreach (var block in blocks)
        {
            NativeMemory.AlignedFree((void*)block);
        }
    }
}
