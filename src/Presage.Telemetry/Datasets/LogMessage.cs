using System.Text;
using System.Text.Json;
using Presage.Telemetry.Logs;

namespace Presage.Telemetry.Datasets;

/// <summary>Takes a message out of what collectors and loggers wrap around it.</summary>
/// <remarks>
/// A container's log is a JSON object with the line in <c>log</c>, and the line of a structured logger another one with
/// <c>message</c> and <c>severity</c>. What begins like JSON and is none stays as it is. Where nothing says how serious a
/// record is, a level among the first words of its line does: <c>18:05:38.423 INFO  u.c.UserController#48 ...</c>.
/// </remarks>
sealed class LogMessage
{
    const int DeepestEnvelope = 2;
    const int WordsWithLevel = 4;

    byte[] _quoted = new byte[1 << 12];
    byte[] _line = new byte[1 << 12];
    byte[] _inner = new byte[1 << 12];

    /// <summary>Reads a field.</summary>
    /// <param name="field">Quotes inside it are doubled.</param>
    /// <param name="severity">Kept where it is known, else found in the message.</param>
    public string Read(ReadOnlySpan<byte> field, ref LogSeverity severity)
    {
        var text = Undoubled(field);
        var found = severity;
        for (int depth = 0; depth < DeepestEnvelope && text.Length > 0 && text[0] == (byte)'{'; depth++)
        {
            if (!TryUnwrap(text, ref found, out int length))
            {
                break;
            }

            (_line, _inner) = (_inner, _line);
            text = _line.AsSpan(0, length).TrimEnd("\r\n"u8);
        }

        if (found == LogSeverity.Unspecified)
        {
            found = LevelIn(text);
        }

        severity = severity == LogSeverity.Unspecified ? found : severity;
        return Encoding.UTF8.GetString(text);
    }

    /// <summary>What a word says about how serious a record is, whatever its case.</summary>
    public static LogSeverity SeverityOf(ReadOnlySpan<byte> word)
    {
        Span<byte> lower = stackalloc byte[16];
        if (word.Length > lower.Length || Ascii.ToLower(word, lower, out int length) != System.Buffers.OperationStatus.Done)
        {
            return LogSeverity.Unspecified;
        }

        lower = lower[..length];
        return lower switch
        {
            _ when lower.SequenceEqual("info"u8) || lower.SequenceEqual("information"u8) || lower.SequenceEqual("notice"u8) => LogSeverity.Info,
            _ when lower.SequenceEqual("warn"u8) || lower.SequenceEqual("warning"u8) => LogSeverity.Warning,
            _ when lower.SequenceEqual("error"u8) || lower.SequenceEqual("err"u8) => LogSeverity.Error,
            _ when lower.SequenceEqual("debug"u8) => LogSeverity.Debug,
            _ when lower.SequenceEqual("trace"u8) => LogSeverity.Trace,
            _ when lower.SequenceEqual("fatal"u8) || lower.SequenceEqual("critical"u8) || lower.SequenceEqual("panic"u8) => LogSeverity.Fatal,
            _ => LogSeverity.Unspecified,
        };
    }

    ReadOnlySpan<byte> Undoubled(ReadOnlySpan<byte> field)
    {
        if (field.IndexOf("\"\""u8) < 0)
        {
            return field;
        }

        Reserve(ref _quoted, field.Length);
        int length = 0;
        for (int at = 0; at < field.Length; at++)
        {
            _quoted[length++] = field[at];
            at += field[at] == (byte)'"' && at + 1 < field.Length && field[at + 1] == (byte)'"' ? 1 : 0;
        }

        return _quoted.AsSpan(0, length);
    }

    // Leaves the message in _inner.
    bool TryUnwrap(ReadOnlySpan<byte> json, ref LogSeverity severity, out int length)
    {
        length = -1;
        Reserve(ref _inner, json.Length);
        var reader = new Utf8JsonReader(json);
        var level = LogSeverity.Unspecified;
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                bool isMessage = reader.ValueTextEquals("log"u8) || reader.ValueTextEquals("message"u8) || reader.ValueTextEquals("msg"u8);
                bool isLevel = reader.ValueTextEquals("severity"u8) || reader.ValueTextEquals("level"u8);
                reader.Read();
                if (isMessage && reader.TokenType == JsonTokenType.String)
                {
                    length = reader.CopyString(_inner);
                }
                else if (isLevel && reader.TokenType == JsonTokenType.String)
                {
                    level = SeverityOf(reader.ValueSpan);
                }

                reader.Skip();
            }

            reader.Read();
        }
        catch (Exception fault) when (fault is JsonException or InvalidOperationException)
        {
            return false; // text that only looks like JSON, or an escape that is no letter
        }

        severity = level == LogSeverity.Unspecified ? severity : level;
        return length >= 0;
    }

    static LogSeverity LevelIn(ReadOnlySpan<byte> line)
    {
        for (int word = 0; word < WordsWithLevel; word++)
        {
            line = line.TrimStart(" \t"u8);
            int end = line.IndexOfAny((byte)' ', (byte)'\t');
            var part = end < 0 ? line : line[..end];
            bool isBracketed = part.Length > 0 && part[0] == (byte)'[';
            part = isBracketed ? part[1..] : part;
            int cut = part.IndexOfAny((byte)']', (byte)':');
            var name = cut < 0 ? part : part[..cut];
            if (name.Length > 0 && !name.ContainsAnyExceptInRange((byte)'A', (byte)'Z') && SeverityOf(name) is not LogSeverity.Unspecified and var level)
            {
                return level;
            }

            // A time or the name of a thread may stand before the level, and nothing else.
            if (end < 0 || part.IsEmpty || !(isBracketed || part[0] is >= (byte)'0' and <= (byte)'9'))
            {
                return LogSeverity.Unspecified;
            }

            line = line[end..];
        }

        return LogSeverity.Unspecified;
    }

    static void Reserve(ref byte[] buffer, int length)
    {
        if (buffer.Length < length)
        {
            buffer = new byte[2 * length];
        }
    }
}
