using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>A function of one number: the kernels for its values and for its gradient.</summary>
abstract unsafe class UnaryFunction(string name, SavedValue saved)
{
    public static UnaryFunction Exp { get; } = new Plain("Exp", SavedValue.Output, &Elementwise.Exp, &Elementwise.ExpBackward);

    public static UnaryFunction Log { get; } = new Plain("Log", SavedValue.Input, &Elementwise.Log, &Elementwise.LogBackward);

    public static UnaryFunction Sqrt { get; } =
        new Plain("Sqrt", SavedValue.Output, &Elementwise.SquareRoot, &Elementwise.SquareRootBackward);

    public static UnaryFunction Square { get; } = new Plain("Square", SavedValue.Input, &Elementwise.Square, &Elementwise.SquareBackward);

    public static UnaryFunction Abs { get; } = new Plain("Abs", SavedValue.Input, &Elementwise.Absolute, &Elementwise.AbsoluteBackward);

    public static UnaryFunction Reciprocal { get; } =
        new Plain("Reciprocal", SavedValue.Output, &Elementwise.Reciprocal, &Elementwise.ReciprocalBackward);

    public static UnaryFunction Tanh { get; } = new Plain("Tanh", SavedValue.Output, &Elementwise.Tanh, &Elementwise.TanhBackward);

    public static UnaryFunction Sigmoid { get; } =
        new Plain("Sigmoid", SavedValue.Output, &Elementwise.Sigmoid, &Elementwise.SigmoidBackward);

    public static UnaryFunction Relu { get; } = new Plain("Relu", SavedValue.Output, &Elementwise.Relu, &Elementwise.ReluBackward);

    public static UnaryFunction Gelu { get; } = new Plain("Gelu", SavedValue.Input, &Elementwise.Gelu, &Elementwise.GeluBackward);

    public static UnaryFunction Silu { get; } = new Plain("Silu", SavedValue.Input, &Elementwise.Silu, &Elementwise.SiluBackward);

    public static UnaryFunction Softplus { get; } =
        new Plain("Softplus", SavedValue.Input, &Elementwise.Softplus, &Elementwise.SoftplusBackward);

    /// <summary>The name that plans and error messages show.</summary>
    public string Name { get; } = name;

    /// <summary>What <see cref="Backward"/> is given.</summary>
    public SavedValue Saved { get; } = saved;

    public static UnaryFunction Clamp(float minimum, float maximum) => new ClampFunction(minimum, maximum);

    public static UnaryFunction LeakyRelu(float slope) => new LeakyReluFunction(slope);

    public static UnaryFunction Elu(float alpha) => new EluFunction(alpha);

    public static UnaryFunction Scale(float factor, float offset) => new ScaleFunction(factor, offset);

    /// <summary>y = f(x).</summary>
    public abstract void Forward(float* x, float* y, int length);

    /// <summary>gradInput (+)= gradOutput f'(x), from the saved value.</summary>
    public abstract void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate);

    sealed class Plain(
        string name,
        SavedValue saved,
        delegate*<float*, float*, int, void> forward,
        delegate*<float*, float*, float*, int, bool, void> backward)
        : UnaryFunction(name, saved)
    {
        public override void Forward(float* x, float* y, int length) => forward(x, y, length);

        public override void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate) =>
            backward(gradOutput, saved, gradInput, length, accumulate);
    }

    sealed class ClampFunction(float minimum, float maximum) : UnaryFunction("Clamp", SavedValue.Input)
    {
        public override void Forward(float* x, float* y, int length) => Elementwise.Clamp(x, minimum, maximum, y, length);

        public override void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate) =>
            Elementwise.ClampBackward(gradOutput, saved, minimum, maximum, gradInput, length, accumulate);
    }

    sealed class LeakyReluFunction(float slope) : UnaryFunction("LeakyRelu", SavedValue.Input)
    {
        public override void Forward(float* x, float* y, int length) => Elementwise.LeakyRelu(x, slope, y, length);

        public override void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate) =>
            Elementwise.LeakyReluBackward(gradOutput, saved, slope, gradInput, length, accumulate);
    }

    sealed class EluFunction(float alpha) : UnaryFunction("Elu", SavedValue.Output)
    {
        public override void Forward(float* x, float* y, int length) => Elementwise.Elu(x, alpha, y, length);

        public override void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate) =>
            Elementwise.EluBackward(gradOutput, saved, alpha, gradInput, length, accumulate);
    }

    sealed class ScaleFunction(float factor, float offset) : UnaryFunction("Scale", SavedValue.None)
    {
        public override void Forward(float* x, float* y, int length) => Elementwise.Affine(x, factor, offset, y, length);

        public override void Backward(float* gradOutput, float* saved, float* gradInput, int length, bool accumulate)
        {
            if (accumulate)
            {
                Elementwise.Axpy(factor, gradOutput, gradInput, length);
            }
            else
            {
                Elementwise.Scale(gradOutput, factor, gradInput, length);
            }
        }
    }
}
