using System.Globalization;
using Presage.Simulation.Emission;
using Presage.Telemetry.Logs;

namespace Presage.Simulation.Sinks;

/// <summary>A table of log records in Nezha's columns, with severity and template added.</summary>
sealed class LogTable(string path) : IDisposable
{
    const string Header = "Timestamp,TimeUnixNano,Node,PodName,Container,TraceID,SpanID,Log,Severity,TemplateID";
    const string Container = "server";
    const long NsPerTick = 100;

    readonly TableFile _file = new(path, Header);

    public void Write(in SimulatedLog log)
    {
        _file.Write(DateTime.UnixEpoch.AddTicks(log.UnixNano / NsPerTick).ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture));
        _file.Write(',');
        _file.Write(log.UnixNano);
        _file.Write(',');
        _file.Write(log.Host);
        _file.Write(',');
        _file.Write(log.Pod);
        _file.Write(',');
        _file.Write(Container);
        _file.Write(',');
        if ((log.TraceHigh | log.TraceLow) != 0)
        {
            _file.WriteHex(log.TraceHigh);
            _file.WriteHex(log.TraceLow);
        }

        _file.Write(',');
        if (log.Span != 0)
        {
            _file.WriteHex(log.Span);
        }

        _file.Write(',');
        _file.WriteQuoted(log.Message());
        _file.Write(',');
        _file.Write(NameOf(log.Severity));
        _file.Write(',');
        _file.Write(log.Template);
        _file.EndRow();
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    static string NameOf(LogSeverity severity) => severity switch
    {
        LogSeverity.Warning => "warning",
        LogSeverity.Error => "error",
        _ => "info",
    };
}
