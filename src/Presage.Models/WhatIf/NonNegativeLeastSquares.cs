namespace Presage.Models.WhatIf;

/// <summary>Least squares whose solution has no negative part, from its normal equations.</summary>
static class NonNegativeLeastSquares
{
    const int MostSweeps = 2000;
    const double Tolerance = 1e-10;

    /// <summary>Minimises x' G x / 2 - r' x over x of 0 or more, one coordinate after the other (Franc, Hlaváč, Navara 2005).</summary>
    /// <param name="gram">G, [n, n], symmetric; a coordinate with a diagonal of 0 stays 0.</param>
    /// <param name="right">r, [n].</param>
    /// <param name="start">Where to start, [n], 0 or more: what G leaves open stays near it. Zeros by default.</param>
    /// <returns>[n].</returns>
    public static double[] Solve(double[,] gram, double[] right, double[]? start = null)
    {
        double[] solution = start is null ? new double[right.Length] : [.. start];
        double scale = 0;
        for (int sweep = 0; sweep < MostSweeps; sweep++)
        {
            double moved = 0;
            for (int i = 0; i < solution.Length; i++)
            {
                if (gram[i, i] <= 0)
                {
                    continue;
                }

                double slope = -right[i];
                for (int j = 0; j < solution.Length; j++)
                {
                    slope += gram[i, j] * solution[j];
                }

                double next = Math.Max(0, solution[i] - (slope / gram[i, i]));
                moved = Math.Max(moved, Math.Abs(next - solution[i]));
                scale = Math.Max(scale, next);
                solution[i] = next;
            }

            if (moved <= Tolerance * scale)
            {
                break;
            }
        }

        return solution;
    }
}
