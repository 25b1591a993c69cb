using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Presage.Cli.Reports;

namespace Presage.Tests.Cli.Reports;

public sealed class HtmlReportTests
{
    [Fact]
    public void Write_TextWithMarkup_NeverReachesThePageAsMarkup()
    {
        const string Hostile = "</script><script>alert(1)</script><img src=x>";
        var document = MadeUpReport.Create() with { Title = Hostile, Warnings = [Hostile], Settings = [new(Hostile, Hostile)] };

        var html = Write(document);

        Assert.DoesNotContain("alert(1)</script>", html, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", html, StringComparison.Ordinal);
        Assert.Contains("<title>&lt;/script&gt;&lt;script&gt;", html, StringComparison.Ordinal);
        Assert.Equal(Hostile, Data(html).GetProperty("warnings")[0].GetString());
    }

    [Fact]
    public void Write_TextThatLooksLikeASlot_IsLeftAlone()
    {
        var html = Write(MadeUpReport.Create() with { Title = "{{script}}", Subtitle = "{{style}}" });

        Assert.Contains("<title>{{script}}</title>", html, StringComparison.Ordinal);
        Assert.Equal("{{style}}", Data(html).GetProperty("subtitle").GetString());
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    [InlineData(double.NegativeInfinity)]
    public void Write_ValueThatIsNotFinite_IsNull(double value)
    {
        var panel = new SeriesPanel { Name = "cpu", HistoryTimesMs = [0, 1, 2], History = [1.5, value, 2.5] };
        var row = new ComparisonRow { Model = "ridge", Horizon = "1", Mse = value, Mae = 0.25 };

        var data = Data(Write(MadeUpReport.Create() with { Series = [panel], Comparison = [row] }));

        var history = data.GetProperty("series")[0].GetProperty("history");
        Assert.Equal([JsonValueKind.Number, JsonValueKind.Null, JsonValueKind.Number], history.EnumerateArray().Select(item => item.ValueKind));
        Assert.Equal(JsonValueKind.Null, data.GetProperty("comparison")[0].GetProperty("mse").ValueKind);
        Assert.Equal(0.25, data.GetProperty("comparison")[0].GetProperty("mae").GetDouble());
    }

    [Fact]
    public void Write_ValueBeyondFloat_KeepsItsValue()
    {
        var panel = new SeriesPanel { Name = "big", HistoryTimesMs = [0], History = [1e300] };

        var data = Data(Write(MadeUpReport.Create() with { Series = [panel] }));

        Assert.Equal(1e300, data.GetProperty("series")[0].GetProperty("history")[0].GetDouble());
    }

    [Fact]
    public void Write_AnyReport_LoadsNothingFromOutside()
    {
        var html = Write(MadeUpReport.Create());

        Assert.Contains("Content-Security-Policy\" content=\"default-src 'none'", html, StringComparison.Ordinal);
        Assert.DoesNotMatch(new Regex("<(link|img|iframe|object|embed|base)\\b", RegexOptions.IgnoreCase), Markup(html));
        Assert.DoesNotMatch(new Regex("\\b(src|href|action)\\s*=\\s*[\"']?(https?:)?//", RegexOptions.IgnoreCase), html);
        Assert.DoesNotMatch(new Regex("@import|url\\(\\s*[\"']?(https?:)?//", RegexOptions.IgnoreCase), html);
    }

    [Fact]
    public void Write_UnderACommaCulture_WritesTheSameNumbers()
    {
        var expected = Write(MadeUpReport.Create());
        var before = CultureInfo.CurrentCulture;
        try
        {
            var commas = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            commas.NumberFormat.NumberDecimalSeparator = ",";
            CultureInfo.CurrentCulture = commas;
            Assert.Equal(expected, Write(MadeUpReport.Create()));
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact]
    public void Write_FewerValuesThanTimes_ThrowsNamingBoth()
    {
        var panel = new SeriesPanel { Name = "m_1932 cpu", HistoryTimesMs = [0, 1, 2], History = [1, 2] };

        var thrown = Assert.Throws<ArgumentException>(() => Write(MadeUpReport.Create() with { Series = [panel] }));

        Assert.Equal("Series 'm_1932 cpu': History has 2 values for 3 times.", thrown.Message);
    }

    [Fact]
    public void Write_ErrorsShorterThanSteps_ThrowsNamingBoth()
    {
        var errors = new HorizonErrors { Model = "ridge", Steps = [1, 2], Mse = [0.1], Mae = [0.1, 0.2] };

        var thrown = Assert.Throws<ArgumentException>(() => Write(MadeUpReport.Create() with { ErrorsByHorizon = [errors] }));

        Assert.Equal("Errors of 'ridge': 1 MSE and 2 MAE values for 2 steps.", thrown.Message);
    }

    [Fact]
    public void Write_NoMap_LeavesTheLibrariesOfTheMapOut()
    {
        var with = Write(MadeUpReport.Create());
        var without = Write(MadeUpReport.Create() with { Map = null });

        Assert.Contains("presageGraph:", with, StringComparison.Ordinal);
        Assert.DoesNotContain("presageGraph:", without, StringComparison.Ordinal);
    }

    [Fact]
    public void Write_Map_KeepsOnlyWhatAnEdgeKnows()
    {
        var edges = Data(Write(MadeUpReport.Create())).GetProperty("map").GetProperty("edgeSets")[0].GetProperty("edges");

        Assert.Equal("""{"from":0,"to":1,"calls":120,"meanLatencyMs":3.5}""", edges[0].GetRawText());
        Assert.Equal("""{"from":1,"to":2,"isInferred":true,"weight":0.75}""", edges[1].GetRawText());
    }

    [Fact]
    public void Write_MapWithTooFewValues_ThrowsNamingBoth()
    {
        var map = MadeUpReport.Create().Map! with { Measures = [new("load", [1, 2])] };

        var thrown = Assert.Throws<ArgumentException>(() => Write(MadeUpReport.Create() with { Map = map }));

        Assert.Equal("Measure 'load': 2 values for 3 nodes.", thrown.Message);
    }

    [Theory]
    [InlineData(-1, 0)]
    [InlineData(0, 3)]
    public void Write_EdgeToNoNode_ThrowsNamingBothEnds(int from, int to)
    {
        var map = MadeUpReport.Create().Map! with { EdgeSets = [new("observed", [new(from, to)])] };

        var thrown = Assert.Throws<ArgumentException>(() => Write(MadeUpReport.Create() with { Map = map }));

        Assert.Equal($"Edges 'observed': an edge from node {from} to node {to} of 3 nodes.", thrown.Message);
    }

    [Fact]
    public void Write_NonAsciiText_SurvivesAsUtf8()
    {
        var html = Write(MadeUpReport.Create() with { Title = "Speicher \u00fcber Zeit \u2192 \u8d1f\u8f7d" });

        Assert.Equal("Speicher \u00fcber Zeit \u2192 \u8d1f\u8f7d", Data(html).GetProperty("title").GetString());
    }

    static string Write(ReportDocument document)
    {
        using var stream = new MemoryStream();
        HtmlReport.Write(document, stream);
        return Encoding.UTF8.GetString(stream.ToArray());
    }

    static JsonElement Data(string html)
    {
        const string Start = "id=\"report-data\">";
        var from = html.IndexOf(Start, StringComparison.Ordinal) + Start.Length;
        var to = html.IndexOf("</script>", from, StringComparison.Ordinal);
        return JsonDocument.Parse(html[from..to]).RootElement;
    }

    /// <summary>The page without what stands inside its script and style elements.</summary>
    static string Markup(string html) =>
        Regex.Replace(html, "<(script|style)\\b.*?</\\1>", "", RegexOptions.Singleline | RegexOptions.IgnoreCase);
}
