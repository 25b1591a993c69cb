namespace Presage.Models.WhatIf;

/// <summary>A straight line through groups of equal load, with how sure its slope is.</summary>
/// <param name="Level">The value at a load of 0.</param>
/// <param name="Slope">By how much the metric grows with a unit of load.</param>
/// <param name="SlopeError">The standard error of the slope.</param>
/// <param name="Misfit">The mean distance of single bins from the line.</param>
/// <param name="Advantage">ln of how much better the line explains the history than a value that does not follow the load.</param>
/// <param name="Bins">How many bins there were, neighbours counted as what they repeat.</param>
/// <param name="Scatter">The deviation of single bins at <paramref name="Load"/>.</param>
/// <param name="ScatterPower">How the deviation grows with the load: as load to this power.</param>
/// <param name="Load">The mean load.</param>
sealed record LinearFit(double Level, double Slope, double SlopeError, double Misfit, double Advantage, double Bins, double Scatter, double ScatterPower, double Load)
{
    const double ModelError = 0.02;

    /// <summary>Fits; null where nothing was observed.</summary>
    /// <param name="loads">[bin].</param>
    /// <param name="values">[bin].</param>
    /// <param name="isRising">Whether neither level nor slope can be negative.</param>
    public static LinearFit? Create(double[] loads, double[] values, bool isRising)
    {
        var groups = LoadGroups.Create(loads, values, 1);
        if (groups.Count == 0)
        {
            return null;
        }

        double persistence = Persistence.Of(values.Select((value, bin) => value - groups.Nearest(loads[bin])));
        groups = LoadGroups.Create(loads, values, persistence);

        double floor = Math.Max(1e-9, ModelError * groups.Values.Average(Math.Abs));
        double[] weights = [.. groups.Errors.Select(error => 1 / ((error * error) + (floor * floor)))];
        var (level, slope, error) = Line(groups, weights);
        if (isRising && slope < 0)
        {
            (level, slope) = (Mean(groups.Values, weights), 0);
        }
        else if (isRising && level < 0)
        {
            (level, slope) = (0, Origin(groups, weights));
        }

        double bins = values.Zip(loads).Count(pair => double.IsFinite(pair.First) && double.IsFinite(pair.Second)) / persistence;
        double misfit = MeanDistance(loads, values, level, slope);
        double constant = MeanDistance(loads, values, Mean(groups.Values, weights), 0);
        double advantage = bins * Math.Log((constant + (floor / 2)) / (misfit + (floor / 2)));
        var (scatter, power, load) = ScatterOf(groups);
        return new LinearFit(level, slope, error, misfit, advantage, bins, scatter, power, load);
    }

    /// <summary>The deviation of single bins at a load.</summary>
    public double ScatterAt(double load) => Load > 0 ? Scatter * Math.Pow(Math.Max(load, 1e-3 * Load) / Load, ScatterPower) : Scatter;

    static (double Level, double Slope, double Error) Line(LoadGroups groups, double[] weights)
    {
        if (groups.Spreads.All(spread => spread == 0) && groups.Values.All(one => one == groups.Values[0]))
        {
            return (groups.Values[0], 0, 0);
        }

        double load = Mean(groups.Loads, weights), value = Mean(groups.Values, weights);
        double square = 0, cross = 0;
        for (int group = 0; group < weights.Length; group++)
        {
            square += weights[group] * (groups.Loads[group] - load) * (groups.Loads[group] - load);
            cross += weights[group] * (groups.Loads[group] - load) * (groups.Values[group] - value);
        }

        if (groups.Count < 2 || square <= 0)
        {
            return (0, load > 0 ? value / load : 0, load > 0 ? Math.Abs(value) / load : 0);
        }

        double slope = cross / square;
        double level = value - (slope * load);
        double misfit = 0;
        for (int group = 0; group < weights.Length; group++)
        {
            double rest = groups.Values[group] - level - (slope * groups.Loads[group]);
            misfit += weights[group] * rest * rest;
        }

        return (level, slope, Math.Sqrt(Math.Max(1, misfit / Math.Max(1, groups.Count - 2)) / square));
    }

    static double Origin(LoadGroups groups, double[] weights)
    {
        double square = 0, cross = 0;
        for (int group = 0; group < weights.Length; group++)
        {
            square += weights[group] * groups.Loads[group] * groups.Loads[group];
            cross += weights[group] * groups.Loads[group] * groups.Values[group];
        }

        return square > 0 ? Math.Max(0, cross / square) : 0;
    }

    static double Mean(double[] values, double[] weights) => values.Zip(weights, (value, weight) => value * weight).Sum() / weights.Sum();

    static double MeanDistance(double[] loads, double[] values, double level, double slope)
    {
        double sum = 0;
        int count = 0;
        for (int bin = 0; bin < loads.Length; bin++)
        {
            if (double.IsFinite(loads[bin]) && double.IsFinite(values[bin]))
            {
                sum += Math.Abs(values[bin] - level - (slope * loads[bin]));
                count++;
            }
        }

        return count > 0 ? sum / count : 0;
    }

    static (double Scatter, double Power, double Load) ScatterOf(LoadGroups groups)
    {
        const double Doubt = 0.5;
        double load = Math.Exp(groups.Loads.Average(one => Math.Log(Math.Max(1e-9, one))));
        double[] scatters = [.. groups.Spreads.Select(spread => Math.Log(Math.Max(1e-12, spread)))];
        if (groups.Spreads.Any(spread => spread <= 0))
        {
            return (groups.Spreads.Average(), 0, load);
        }

        double mean = scatters.Average(), cross = 0, square = 0.1 / (Doubt * Doubt);
        for (int group = 0; group < scatters.Length; group++)
        {
            double level = Math.Log(Math.Max(1e-9, groups.Loads[group]) / load);
            cross += level * (scatters[group] - mean);
            square += level * level;
        }

        return (Math.Exp(mean), Math.Clamp(cross / square, -0.5, 1.5), load);
    }
}
