namespace Presage.Models.Evaluation;

/// <summary>Tests one model's errors against another's on the same windows.</summary>
static class PairedComparison
{
    const int Seed = 20251121;

    /// <summary>Compares two models, each with the errors of its seeds averaged window by window.</summary>
    /// <returns>A row for mse and one for mae for each of the reported steps.</returns>
    public static IEnumerable<SignificanceRow> Compare(
        (string Model, string Variant, IReadOnlyList<WindowErrors> Seeds) one,
        (string Model, string Variant, IReadOnlyList<WindowErrors> Seeds) other,
        TimeBlocks blocks)
    {
        var reported = one.Seeds[0].Reported;
        for (int row = 0; row < reported.Count; row++)
        {
            yield return Row("mse", static (errors, window, row) => errors.Squares(window, row));
            yield return Row("mae", static (errors, window, row) => errors.Absolutes(window, row));

            SignificanceRow Row(string measure, Func<WindowErrors, int, int, float> error)
            {
                var differences = new double[blocks.Count];
                var points = new double[blocks.Count];
                for (int window = 0; window < one.Seeds[0].Count; window++)
                {
                    int block = blocks.BlockOf[window];
                    differences[block] += Mean(one.Seeds, window, row, error) - Mean(other.Seeds, window, row, error);
                    points[block] += one.Seeds[0].Points(window, row);
                }

                var (difference, low, high, p) = BlockBootstrap.Compare(differences, points, Seed);
                return new SignificanceRow(
                    one.Model, one.Variant, other.Model, other.Variant, reported[row].Name, measure, difference, low, high, p, blocks.Description);
            }
        }
    }

    static double Mean(IReadOnlyList<WindowErrors> seeds, int window, int row, Func<WindowErrors, int, int, float> error)
    {
        double sum = 0;
        foreach (var one in seeds)
        {
            sum += error(one, window, row);
        }

        return sum / seeds.Count;
    }
}
