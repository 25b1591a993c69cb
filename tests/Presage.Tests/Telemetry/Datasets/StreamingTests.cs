using System.Text;
using Presage.Telemetry.Datasets;

namespace Presage.Tests.Telemetry.Datasets;

/// <summary>Memory does not grow with the file beyond what is kept.</summary>
public class StreamingTests
{
    [Theory]
    [InlineData("alibaba2018-machine-usage", "", "m_{0},{1},21,90,,,40.13,32.61,2\n", "m_0")]
    [InlineData("long-csv", "series,timestamp,value\n", "e{0}/cpu,{1},21.5\n", "e0")]
    public void Read_ManyRowsOfOthers_AllocatesOnlyForTheKept(string format, string header, string row, string entity)
    {
        const int Rows = 400_000;
        var stream = new RowStream(header, row, Rows);
        var builder = new RecordingBuilder("made up", new ReadOptions { Entities = [entity] });
        var reader = format == "long-csv" ? (ISeriesReader)new LongCsvReader() : AlibabaUsageReader.Machine;
        builder.Begin(reader, "made up");
        long before = GC.GetAllocatedBytesForCurrentThread();

        reader.Read(stream, "made up", builder, CancellationToken.None);

        long allocated = GC.GetAllocatedBytesForCurrentThread() - before - stream.AllocatedBytes;
        var report = builder.Build().Report;
        Assert.Equal((Rows / 1000, Rows - (Rows / 1000)), (report.Rows, report.Unselected));
        Assert.InRange(allocated, 0, 2_000_000);
        Assert.True(stream.Bytes > 7_000_000, $"{stream.Bytes} bytes");
    }

    /// <summary>Rows of a thousand entities in blocks, made while they are read.</summary>
    sealed class RowStream(string header, string row, int rows) : ForwardStream(Null)
    {
        byte[] _pending = Encoding.UTF8.GetBytes(header);
        int _at;
        int _row;

        public long Bytes { get; private set; }

        public long AllocatedBytes { get; private set; }

        public override int Read(Span<byte> buffer)
        {
            if (_at == _pending.Length && _row < rows)
            {
                long before = GC.GetAllocatedBytesForCurrentThread();
                _pending = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(_row, 1000).Select(
                    i => string.Format(System.Globalization.CultureInfo.InvariantCulture, row, i * 1000L / rows, i % (rows / 1000) * 60))));
                _at = 0;
                _row += 1000;
                AllocatedBytes += GC.GetAllocatedBytesForCurrentThread() - before;
            }

            int count = Math.Min(buffer.Length, _pending.Length - _at);
            _pending.AsSpan(_at, count).CopyTo(buffer);
            _at += count;
            Bytes += count;
            return count;
        }
    }
}
