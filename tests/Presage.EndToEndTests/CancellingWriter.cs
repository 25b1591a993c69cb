using System.Text;

namespace Presage.EndToEndTests;

/// <summary>Keeps what is written, and presses Ctrl-C when a text comes by.</summary>
sealed class CancellingWriter(string text, CancellationTokenSource source) : StringWriter
{
    public override Encoding Encoding => Encoding.UTF8;

    public override void WriteLine(string? value)
    {
        base.WriteLine(value);
        if (value?.Contains(text, StringComparison.Ordinal) == true)
        {
            source.Cancel();
        }
    }
}
