using System.Globalization;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

public class NumberFieldTests
{
    [Theory]
    [InlineData("0", 0)]
    [InlineData("-1", -1)]
    [InlineData("43.04", 43.04)]
    [InlineData(".5", 0.5)]
    [InlineData("5.", 5)]
    [InlineData("1e-3", 1e-3)]
    [InlineData("+7.25E2", 725)]
    [InlineData("123456789012345678901234567890", 123456789012345678901234567890.0)]
    [InlineData("5.827000141143799", 5.827000141143799)]
    public void TryParse_Number_IsTheNearestDouble(string text, double expected)
    {
        Assert.True(NumberField.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        Assert.Equal(expected, value);
    }

    [Theory]
    [InlineData("")]
    [InlineData("NaN")]
    [InlineData("nan")]
    [InlineData("NA")]
    [InlineData("null")]
    [InlineData("None")]
    [InlineData("-")]
    [InlineData("inf")]
    [InlineData("+Inf")]
    [InlineData("-Infinity")]
    [InlineData("1e999")]
    public void TryParse_MissingOrInfinite_IsNaN(string text)
    {
        Assert.True(NumberField.TryParse(Encoding.UTF8.GetBytes(text), out double value));
        Assert.True(double.IsNaN(value));
    }

    [Theory]
    [InlineData("abc")]
    [InlineData("1.2.3")]
    [InlineData("1,5")]
    [InlineData("--1")]
    [InlineData("0x10")]
    [InlineData("1 2")]
    [InlineData(".")]
    [InlineData("12a")]
    public void TryParse_NoNumber_IsRefused(string text) => Assert.False(NumberField.TryParse(Encoding.UTF8.GetBytes(text), out _));

    [Fact]
    public void TryParse_AnyDouble_RoundTrips() => Prop.ForAll<double>(number =>
    {
        bool isRead = NumberField.TryParse(Encoding.UTF8.GetBytes(number.ToString("R", CultureInfo.InvariantCulture)), out double value);
        return isRead && (double.IsFinite(number) ? value.Equals(number) || (value == 0 && number == 0) : double.IsNaN(value));
    }).QuickCheckThrowOnFailure();

    [Fact]
    public void TryParse_ShortDecimals_AgreeWithTheRuntime() => Prop.ForAll<int, byte>((digits, decimals) =>
    {
        string text = (digits / Math.Pow(10, decimals % 10)).ToString($"F{decimals % 10}", CultureInfo.InvariantCulture);
        return NumberField.TryParse(Encoding.UTF8.GetBytes(text), out double value)
            && value.Equals(double.Parse(text, CultureInfo.InvariantCulture) + 0.0);
    }).QuickCheckThrowOnFailure();
}
