using Presage.Simulation.Emission;
using Presage.Telemetry.Topology;

namespace Presage.Simulation.Sinks;

/// <summary>A table of spans in Nezha's columns, with kind and status added.</summary>
sealed class SpanTable(string path) : IDisposable
{
    const string Header = "TraceID,SpanID,ParentID,PodName,OperationName,StartTimeUnixNano,EndTimeUnixNano,SpanKind,StatusCode";
    const string NoParent = "root";

    readonly TableFile _file = new(path, Header);

    public void Write(in SimulatedSpan span)
    {
        _file.WriteHex(span.TraceHigh);
        _file.WriteHex(span.TraceLow);
        _file.Write(',');
        _file.WriteHex(span.Span);
        _file.Write(',');
        if (span.Parent == 0)
        {
            _file.Write(NoParent);
        }
        else
        {
            _file.WriteHex(span.Parent);
        }

        _file.Write(',');
        _file.Write(span.Pod);
        _file.Write(',');
        _file.Write(span.Operation);
        _file.Write(',');
        _file.Write(span.StartUnixNano);
        _file.Write(',');
        _file.Write(span.EndUnixNano);
        _file.Write(',');
        _file.Write(NameOf(span.Kind));
        _file.Write(span.Failed ? ",Error" : ",Ok");
        _file.EndRow();
    }

    public void Complete() => _file.Complete();

    public void Dispose() => _file.Dispose();

    static string NameOf(SpanKind kind) => kind switch
    {
        SpanKind.Server => "Server",
        SpanKind.Client => "Client",
        SpanKind.Producer => "Producer",
        SpanKind.Consumer => "Consumer",
        _ => "",
    };
}
