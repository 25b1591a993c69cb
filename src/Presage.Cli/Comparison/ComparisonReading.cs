using System.Globalization;
using Presage.Cli.Output;
using Presage.Models.Evaluation;

namespace Presage.Cli.Comparison;

/// <summary>The comparison in a few sentences: who is best, by how much, whether chance explains it, and whether bands hold.</summary>
static class ComparisonReading
{
    // The usual bound below which a difference is called more than chance.
    const double Significant = 0.05;

    /// <summary>Reads the widest horizon of <paramref name="result"/>, whose first model is the one in question.</summary>
    public static IReadOnlyList<string> Of(EvaluationResult result)
    {
        var entries = ComparisonEntry.Group(result.Rows);
        var horizon = entries[^1].Horizon;
        var ranking = entries.Where(entry => entry.Horizon == horizon && entry.Variant.Length == 0).OrderBy(entry => entry.Mse).ToArray();
        var subject = ranking.First(entry => entry.Model == result.Rows[0].Model);
        var names = new HorizonNames(result);
        var lines = new List<string>();
        if (ranking.Length > 1)
        {
            var best = ranking[0];
            var leader = $"{best.Model} has the smallest squared error over {names.Show(horizon)}: {NumberText.Error(best.Mse)}";
            lines.Add(subject == best
                ? $"{leader}, {Share(subject, ranking[1])} below {ranking[1].Model}, the next best ({Verdict(result, ranking[1])})."
                : $"{leader}; {subject.Model} lies {Share(subject, best)} above it ({Verdict(result, best)}).");
            lines.Add($"{ranking[^1].Model} has the largest, {NumberText.Error(ranking[^1].Mse)}.");
        }

        var (held80, held95) = (subject.Mean(row => row.Bands.Shown.Coverage[0]), subject.Mean(row => row.Bands.Shown.Coverage[1]));
        lines.Add(string.Create(
            CultureInfo.InvariantCulture,
            $"The 80 % bands of {subject.Model} held {held80:P1} of the outcomes, its 95 % bands {held95:P1}."));
        return lines;
    }

    static string Share(ComparisonEntry one, ComparisonEntry other) =>
        Math.Abs((one.Mse / other.Mse) - 1).ToString("P1", CultureInfo.InvariantCulture);

    static string Verdict(EvaluationResult result, ComparisonEntry other)
    {
        var test = result.Significance.FirstOrDefault(row => (row.Variant, row.AgainstVariant, row.Measure) == ("", "", "mse")
            && row.Against == other.Model
            && row.Horizon == other.Horizon);
        if (test is null)
        {
            return "not tested";
        }

        return $"{NumberText.Probability(test.P)}: {(test.P < Significant ? "more than chance" : "chance can explain it")}";
    }
}
