using System.Text;
using Presage.Telemetry;
using Presage.Telemetry.Datasets;
using Presage.Telemetry.Series;
using Presage.Tests.Fixtures;

namespace Presage.Tests.Telemetry.Datasets;

public class PrometheusReaderTests
{
    [Fact]
    public void Read_QueryRange_PartsLabelsIntoEntityAndMetric()
    {
        var recording = ReaderCatalog.Read(Slice.Path("prometheus/query_range.json"));

        Assert.Equal("prometheus", recording.Format);
        Assert.True(recording.HasCalendar);
        Assert.Equal(["shop/10.0.0.1:9090", "all"], recording.Entities);
        Assert.Equal(["http_requests_total{code=\"200\"}", "http_requests_total{code=\"500\"}", "value"], recording.Metrics);
        Assert.Equal([1_435_781_430_781, 1_435_781_445_781, 1_435_781_460_781], recording.Series[0].TimestampsMs.ToArray());
        Assert.Equal([1.0, 15, double.NaN], recording.Series[0].Values.ToArray());
        Assert.Equal([0.0, double.NaN], recording.Series[1].Values.ToArray());
        Assert.Equal(2, recording.Report.MissingValues);
        Assert.Equal("shop", recording.Labels["shop/10.0.0.1:9090"]["job"]);
    }

    [Fact]
    public void Read_AnswersOneAfterTheOther_AreOneRecording()
    {
        var recording = Read(Answer("[1435781430,\"1\"]") + "\n" + Answer("[1435781490,\"2\"]"));

        Assert.Equal([1.0, 2], recording.Series.Single().Values.ToArray());
    }

    [Fact]
    public void Read_LongAnswer_IsReadPieceByPiece()
    {
        string pairs = string.Join(',', Enumerable.Range(0, 50_000).Select(i => $"[{1_435_781_430 + (15 * i)},\"{i}\"]"));

        var series = Read(Answer(pairs)).Series.Single();

        Assert.Equal(Enumerable.Range(0, 50_000).Select(i => (double)i), series.Values.ToArray());
    }

    [Theory]
    [InlineData("{\"status\":\"error\",\"errorType\":\"bad_data\",\"error\":\"parse error\"}", "the answer's status is error: parse error")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"vector\",\"result\":[]}}", "the resultType is vector, expected matrix: ask query_range, not query")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[]}}", "no row of data.")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1,\"x\"]]}]}}", "column values: \"x\" is not a number")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{},\"values\":[[1,2]]}]}}", "Number, expected String")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"up\"}", "not JSON")]
    [InlineData("{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\n\"result\":[}", "t.json:2: not JSON")]
    public void Read_OtherAnswers_SayWhatIsWrong(string text, string message)
    {
        var error = Assert.Throws<DataFormatException>(() => Read(text));

        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    static string Answer(string pairs) =>
        "{\"status\":\"success\",\"data\":{\"resultType\":\"matrix\",\"result\":[{\"metric\":{\"__name__\":\"up\"},\"values\":[" + pairs + "]}]}}";

    static Recording Read(string text)
    {
        using var folder = new TemporaryFolder();
        return ReaderCatalog.Read(folder.Write("t.json", Encoding.UTF8.GetBytes(text)));
    }
}
