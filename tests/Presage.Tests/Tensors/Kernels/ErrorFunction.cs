namespace Presage.Tests.Tensors.Kernels;

/// <summary>The error function in float64: the series near 0, the continued fraction beyond.</summary>
static class ErrorFunction
{
    public static double Erf(double x) => Math.Abs(x) < 2.5 ? Series(x) : Math.Sign(x) * (1 - Fraction(Math.Abs(x)));

    /// <summary>1 - erf x without cancellation.</summary>
    public static double Erfc(double x) => x < 2.5 ? 1 - Erf(x) : Fraction(x);

    /// <summary>x Phi(x).</summary>
    public static double Gelu(double x) => x * Phi(x);

    /// <summary>Phi(x) + x phi(x).</summary>
    public static double GeluDerivative(double x) => Phi(x) + x * Math.Exp(-x * x / 2) / Math.Sqrt(2 * Math.PI);

    static double Phi(double x) => x < 0 ? 0.5 * Erfc(-x / Math.Sqrt(2)) : 1 - 0.5 * Erfc(x / Math.Sqrt(2));

    static double Series(double x)
    {
        double term = x, sum = x;
        for (var n = 1; n < 100; n++)
        {
            term *= -x * x / n;
            sum += term / (2 * n + 1);
        }

        return 2 / Math.Sqrt(Math.PI) * sum;
    }

    static double Fraction(double x)
    {
        var tail = x;
        for (var n = 60; n > 0; n--)
        {
            tail = x + n / 2.0 / tail;
        }

        return Math.Exp(-x * x) / Math.Sqrt(Math.PI) / tail;
    }
}
