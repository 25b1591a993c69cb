namespace Presage.EndToEndTests;

/// <summary>A clock that is a minute further at each look, so that every progress report is written.</summary>
sealed class LeapingClock : TimeProvider
{
    long _minutes;

    public override long TimestampFrequency => 1;

    public override long GetTimestamp() => Interlocked.Increment(ref _minutes) * 60;
}
