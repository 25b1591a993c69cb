using System.Text.Json;

namespace Presage.Telemetry.Datasets;

/// <summary>Reads JSON token by token from a stream; memory holds one buffer, however long the text is.</summary>
ref struct JsonTokens
{
    readonly Stream _stream;
    readonly string _file;
    readonly CancellationToken _cancellation;
    byte[] _buffer = new byte[1 << 16];
    int _end;
    bool _isEnded;
    Utf8JsonReader _reader;

    public JsonTokens(Stream stream, string file, CancellationToken cancellation)
    {
        _stream = stream;
        _file = file;
        _cancellation = cancellation;
        _reader = new Utf8JsonReader([], isFinalBlock: false, new JsonReaderState(new JsonReaderOptions { AllowMultipleValues = true }));
    }

    public readonly JsonTokenType Type => _reader.TokenType;

    /// <summary>The bytes of a number, or of a string that has no escapes.</summary>
    public readonly ReadOnlySpan<byte> Bytes => _reader.ValueSpan;

    public readonly string Text => _reader.GetString() ?? "";

    public readonly bool Is(ReadOnlySpan<byte> text) => _reader.ValueTextEquals(text);

    /// <summary>Goes to the next token.</summary>
    /// <returns>False at the end of the text.</returns>
    /// <exception cref="DataFormatException">The text is not JSON.</exception>
    public bool Read()
    {
        try
        {
            while (!_reader.Read())
            {
                if (_isEnded)
                {
                    return false;
                }

                Refill();
            }

            return true;
        }
        catch (JsonException fault)
        {
            throw new DataFormatException(_file, (fault.LineNumber ?? 0) + 1, $"not JSON: {fault.Message}", fault);
        }
    }

    /// <summary>Goes to the next token, which must be of a type.</summary>
    public void Expect(JsonTokenType type)
    {
        if (!Read() || Type != type)
        {
            throw Error($"{Type}, expected {type}");
        }
    }

    /// <summary>Leaves out the value that begins at the next token.</summary>
    public void Skip()
    {
        if (!Read())
        {
            throw Error("the text ends in the middle of a value");
        }

        int depth = 0;
        while (true)
        {
            depth += Type is JsonTokenType.StartObject or JsonTokenType.StartArray ? 1 : 0;
            depth -= Type is JsonTokenType.EndObject or JsonTokenType.EndArray ? 1 : 0;
            if (depth == 0)
            {
                return;
            }

            if (!Read())
            {
                throw Error("the text ends in the middle of a value");
            }
        }
    }

    public readonly DataFormatException Error(string message) => new(_file, 0, message);

    void Refill()
    {
        _cancellation.ThrowIfCancellationRequested();
        int used = (int)_reader.BytesConsumed;
        _buffer.AsSpan(used, _end - used).CopyTo(_buffer);
        _end -= used;
        if (_end == _buffer.Length)
        {
            Array.Resize(ref _buffer, _buffer.Length * 2);
        }

        int read = _stream.Read(_buffer, _end, _buffer.Length - _end);
        _isEnded = read == 0;
        _end += read;
        _reader = new Utf8JsonReader(_buffer.AsSpan(0, _end), _isEnded, _reader.CurrentState);
    }
}
