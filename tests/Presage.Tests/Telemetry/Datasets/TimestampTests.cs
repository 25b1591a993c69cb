using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

public class TimestampTests
{
    static readonly TimeZoneInfo Berlin = TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin");

    [Theory]
    [InlineData("1970-01-01", 0)]
    [InlineData("1970-01-01 00:01", 60_000)]
    [InlineData("1970-01-01T00:00:01", 1000)]
    [InlineData("1970-01-01T00:00:01.5", 1500)]
    [InlineData("1970-01-01T00:00:01,123456789Z", 1123)]
    [InlineData("1970-01-01T01:00:00+01:00", 0)]
    [InlineData("1970-01-01T01:00:00+0100", 0)]
    [InlineData("1969-12-31 19:00:00 -05", 0)]
    [InlineData("1970/01/02", 86_400_000)]
    [InlineData("2016-07-01 00:00:00 UTC", 1_467_331_200_000)]
    public void TryParse_WrittenTime_IsUnixMilliseconds(string text, long expected)
    {
        Assert.True(TimestampText.TryParse(text, TimeZoneInfo.Utc, out long unixMs));
        Assert.Equal(expected, unixMs);
    }

    [Theory]
    [InlineData("")]
    [InlineData("01.02.2020")]
    [InlineData("2020-13-01")]
    [InlineData("2021-02-29")]
    [InlineData("2020-02-29 24:00:00")]
    [InlineData("2020-02-29 12:60")]
    [InlineData("2020-02-29 12:00:00.")]
    [InlineData("2020-02-29 12:00:00 CEST")]
    [InlineData("2020-02-29T12")]
    [InlineData("2020-02/29")]
    [InlineData("20200229")]
    public void TryParse_OtherText_IsRefused(string text) => Assert.False(TimestampText.TryParse(text, TimeZoneInfo.Utc, out _));

    [Theory]
    [InlineData("2024-01-15 12:00:00", "2024-01-15T11:00:00Z")]
    [InlineData("2024-07-15 12:00:00", "2024-07-15T10:00:00Z")]
    [InlineData("2024-03-31 02:30:00", "2024-03-31T01:30:00Z")] // the clock goes from 2 to 3
    [InlineData("2024-10-27 02:30:00", "2024-10-27T01:30:00Z")] // the hour from 2 to 3 comes twice
    [InlineData("2024-07-15 12:00:00Z", "2024-07-15T12:00:00Z")]
    public void TryParse_NoZoneWritten_TakesTheGivenOne(string text, string utc)
    {
        Assert.True(TimestampText.TryParse(text, Berlin, out long unixMs));
        Assert.Equal(DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds(), unixMs);
    }

    [Fact]
    public void TryParse_AnyTime_AgreesWithTheRuntime() => Prop.ForAll<DateTimeOffset>(time =>
    {
        string text = time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffzzz", CultureInfo.InvariantCulture);
        long expected = DateTimeOffset.Parse(text, CultureInfo.InvariantCulture).ToUnixTimeMilliseconds();
        return TimestampText.TryParse(text, TimeZoneInfo.Utc, out long unixMs) && unixMs == expected;
    }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("386640", 386_640_000, false)]
    [InlineData("0", 0, false)]
    [InlineData("12.5", 12_500, false)]
    [InlineData("1435781430.781", 1_435_781_430_781, true)]
    [InlineData("1435781430", 1_435_781_430_000, true)]
    [InlineData("1435781430781", 1_435_781_430_781, true)]
    [InlineData("1435781430781999", 1_435_781_430_781, true)]
    [InlineData("1435781430781999999", 1_435_781_430_781, true)]
    [InlineData("2015-07-01T20:10:30Z", 1_435_781_430_000, true)]
    public void Field_FirstTime_ShowsTheUnit(string text, long expected, bool hasCalendar)
    {
        var field = new TimestampField(new ReadOptions());

        Assert.True(field.TryParse(Encoding.UTF8.GetBytes(text), out long timeMs));
        Assert.Equal(expected, timeMs);
        Assert.Equal(hasCalendar, field.HasCalendar);
    }

    [Fact]
    public void Field_UnitGiven_IsNotGuessed()
    {
        var field = new TimestampField(new ReadOptions { TimestampUnit = TimestampUnit.TraceMilliseconds });

        Assert.True(field.TryParse("43200000"u8, out long timeMs));
        Assert.Equal(43_200_000, timeMs);
        Assert.False(field.HasCalendar);
    }

    [Fact]
    public void Field_OtherKindThanTheFirst_IsRefused()
    {
        var field = new TimestampField(new ReadOptions());
        Assert.True(field.TryParse("2020-01-01"u8, out _));

        Assert.False(field.TryParse("1577836800"u8, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("yesterday")]
    [InlineData("1e300")]
    public void Field_NoTime_IsRefused(string text) =>
        Assert.False(new TimestampField(new ReadOptions()).TryParse(Encoding.UTF8.GetBytes(text), out _));
}
