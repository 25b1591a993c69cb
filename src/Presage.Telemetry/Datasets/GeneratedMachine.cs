namespace Presage.Telemetry.Datasets;

/// <summary>What one machine of a generated cluster measures, minute by minute.</summary>
sealed class GeneratedMachine
{
    const int MinutesPerDay = 1440;

    readonly SeededNoise _noise;
    readonly double _idleCpu;
    readonly double _weight;
    readonly int _lag;
    readonly double _memory;
    readonly double _leakPerMinute;
    readonly int _restartMinutes;
    readonly double _outShare;
    readonly int _backupMinute;

    public GeneratedMachine(SeededNoise noise)
    {
        _noise = noise;
        _idleCpu = noise.Uniform(4, 14);
        _weight = noise.Uniform(30, 60);
        _lag = (int)noise.Uniform(0, 4);
        _memory = noise.Uniform(50, 70);
        _leakPerMinute = noise.Uniform(0, 6) / MinutesPerDay;
        _restartMinutes = (int)noise.Uniform(2.5 * MinutesPerDay, 5 * MinutesPerDay);
        _outShare = noise.Uniform(0.6, 0.9);
        _backupMinute = (int)noise.Uniform(60, 240);
    }

    /// <param name="groupLoad">[minute], what all machines of the group share.</param>
    /// <returns>[minute][metric] in the order of <see cref="GeneratedCluster.Metrics"/>, each within 0 to 100.</returns>
    public double[][] Measure(double[] groupLoad)
    {
        var own = new double[groupLoad.Length];
        GeneratedLoad.AddBursts(own, meanMinutesApart: 700, height: 0.3, _noise);
        var disk = new double[groupLoad.Length];
        GeneratedLoad.AddBursts(disk, meanMinutesApart: 240, height: 14, _noise);
        var measured = new double[groupLoad.Length][];
        double jitter = 0;
        double smooth = groupLoad[0];
        double slower = groupLoad[0];
        for (int minute = 0; minute < measured.Length; minute++)
        {
            double load = groupLoad[Math.Max(0, minute - _lag)] + own[minute];
            jitter = (0.8 * jitter) + (0.025 * _noise.Normal());
            smooth += (load - smooth) / 30;
            slower += (load - slower) / 180;
            double leak = _leakPerMinute * (minute % _restartMinutes);
            double backup = (minute + _backupMinute) % MinutesPerDay < 40 ? 30 : 0;
            double netIn = 20 + (35 * smooth);
            measured[minute] =
            [
                Whole(_idleCpu + (_weight * (load + jitter))),
                Whole(_memory + (12 * slower) + leak + (0.3 * _noise.Normal())),
                Cents(netIn + (0.05 * _noise.Normal())),
                Cents((_outShare * netIn) + (0.05 * _noise.Normal())),
                Whole(2 + (10 * load * load) + disk[minute] + backup + Math.Abs(1.5 * _noise.Normal())),
            ];
        }

        return measured;
    }

    static double Whole(double value) => Math.Round(Math.Clamp(value, 0, 100));

    static double Cents(double value) => Math.Round(Math.Clamp(value, 0, 100), 2);
}
