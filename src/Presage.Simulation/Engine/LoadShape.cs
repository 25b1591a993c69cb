using Presage.Simulation.Draws;
using Presage.Simulation.Scenarios;
using Presage.Simulation.Topologies;

namespace Presage.Simulation.Engine;

/// <summary>The rate of an entry over time, walked through minute by minute and burst by burst.</summary>
/// <remarks>
/// Each process of arrivals has a walk of its own; walks with the same seeds meet the same bursts. Between two corners
/// only the hour changes the rate.
/// </remarks>
sealed class LoadShape
{
    const long MinuteNs = 60_000_000_000;
    const double NsPerHour = 3.6e12;
    const double NsPerSecond = 1e9;
    const double WanderMinutes = 30;

    readonly LoadProfile _profile;
    readonly double _rate; // per ns
    readonly double _peakHour;
    readonly double _startHour; // hours since a Monday's start
    readonly double _wanderKept = Math.Exp(-1 / WanderMinutes);
    DrawSequence _wanderDraws;
    DrawSequence _burstDraws;
    double _wander;
    long _minute = -1;
    bool _isBurst = true; // the first segment is a burst of no length
    long _burstEndNs;
    double _level;

    public LoadShape(SimulationOptions options, EntrySpec entry, ulong wanderSeed, ulong burstSeed)
    {
        _profile = options.Load;
        _rate = entry.Rate * options.Load.Factor / NsPerSecond;
        _peakHour = entry.PeakHour ?? options.Load.PeakHour;
        var start = options.Start.UtcDateTime;
        _startHour = ((((int)start.DayOfWeek + 6) % 7) * 24) + start.TimeOfDay.TotalHours;
        _wanderDraws = new DrawSequence(wanderSeed);
        _burstDraws = new DrawSequence(burstSeed);
        _wander = _wanderDraws.Normal();
        Walk(0);
    }

    /// <summary>Where the present stretch ends.</summary>
    public long CornerNs => Math.Min((_minute + 1) * MinuteNs, _burstEndNs);

    /// <summary>The rate per nanosecond at a time of the present stretch.</summary>
    public double At(long ns) => _level * Day(ns);

    /// <summary>A bound of the rate per nanosecond over a part of the present stretch.</summary>
    public double Bound(long fromNs, long toNs)
    {
        // A minute is so short a part of the day that its inside lies above its ends by less than this.
        const double Inside = 1.0001;
        return _level * Math.Max(Day(fromNs), Day(toNs)) * Inside;
    }

    /// <summary>Goes on to the stretch that a time lies in; never back.</summary>
    public void Walk(long ns)
    {
        while (_minute < ns / MinuteNs)
        {
            _minute++;
            double kept = _wanderKept;
            _wander = (kept * _wander) + (Math.Sqrt(1 - (kept * kept)) * _wanderDraws.Normal());
        }

        while (_profile.Bursts is null ? _burstEndNs < long.MaxValue : _burstEndNs <= ns)
        {
            WalkBurst();
        }

        double day = (_startHour + (_minute * MinuteNs / NsPerHour)) % 168 / 24;
        double week = day >= 5 ? _profile.WeekendFactor : 1;
        double wander = Math.Exp((_profile.Wander * _wander) - (_profile.Wander * _profile.Wander / 2));
        _level = _rate * week * wander * (_isBurst ? _profile.Bursts?.Factor ?? 1 : 1);
    }

    void WalkBurst()
    {
        if (_profile.Bursts is not { } bursts)
        {
            (_isBurst, _burstEndNs) = (false, long.MaxValue);
            return;
        }

        _isBurst = !_isBurst;
        double meanSeconds = (_isBurst ? bursts.MeanLength : bursts.MeanGap).TotalSeconds;
        _burstEndNs += 1 + (long)_burstDraws.Exponential(meanSeconds * NsPerSecond);
    }

    double Day(long ns)
    {
        double angle = 2 * Math.PI * (_startHour + (ns / NsPerHour) - _peakHour) / 24;
        return 1 + (_profile.DailyAmplitude * ((0.8 * Math.Cos(angle)) + (0.2 * Math.Cos((2 * angle) + (7 * Math.PI / 6)))));
    }
}
