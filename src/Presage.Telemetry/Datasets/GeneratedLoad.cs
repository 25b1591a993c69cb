namespace Presage.Telemetry.Datasets;

/// <summary>The load of a group of machines, minute by minute: about 0 when idle, about 1 at a usual peak.</summary>
static class GeneratedLoad
{
    const int MinutesPerDay = 1440;

    /// <param name="minutes">How many minutes from a Monday's start.</param>
    /// <param name="noise">The group's own.</param>
    /// <returns>[minute], not negative.</returns>
    public static double[] Create(int minutes, SeededNoise noise)
    {
        var load = new double[minutes];
        double peakHour = noise.Uniform(13, 17);
        double growth = noise.Uniform(0.05, 0.2);
        int releaseMinute = (int)noise.Uniform(0.3 * minutes, 0.7 * minutes);
        double releaseStep = noise.Uniform(-0.12, 0.12);
        double slow = 0;
        for (int minute = 0; minute < minutes; minute++)
        {
            double hour = minute % MinutesPerDay / 60.0;
            double angle = 2 * Math.PI * (hour - peakHour) / 24;
            double day = 0.45 + (0.35 * Math.Cos(angle)) + (0.12 * Math.Cos((2 * angle) - 1));
            double week = minute / MinutesPerDay % 7 >= 5 ? 0.6 : 1;
            double drift = 1 + (growth * minute / minutes);
            slow = (0.99 * slow) + (0.012 * noise.Normal());
            load[minute] = (day * week * drift) + slow + (minute >= releaseMinute ? releaseStep : 0);
        }

        AddBursts(load, meanMinutesApart: 360, height: 0.35, noise);
        for (int minute = 0; minute < minutes; minute++)
        {
            load[minute] = Math.Max(0, load[minute]);
        }

        return load;
    }

    /// <summary>Adds sudden rises that fade away.</summary>
    /// <param name="load">[minute], changed in place.</param>
    /// <param name="meanMinutesApart">The mean time between two bursts.</param>
    /// <param name="height">Their mean height.</param>
    /// <param name="noise">Says when and how high.</param>
    public static void AddBursts(double[] load, double meanMinutesApart, double height, SeededNoise noise)
    {
        for (double start = noise.Exponential(meanMinutesApart); start < load.Length; start += noise.Exponential(meanMinutesApart))
        {
            double top = noise.Exponential(height);
            double rise = noise.Uniform(1, 6);
            double fade = noise.Uniform(8, 45);
            int end = (int)Math.Min(load.Length, start + rise + (6 * fade));
            for (int minute = (int)start; minute < end; minute++)
            {
                double age = minute - start;
                load[minute] += age < rise ? top * Math.Max(0, age) / rise : top * Math.Exp((rise - age) / fade);
            }
        }
    }
}
