using System.Text;

namespace Presage.Telemetry.Datasets;

/// <summary>Finds the rows of a name that is still bytes; makes a string only for a name it has not met.</summary>
sealed class RowLookup
{
    readonly Func<string, RowBuffer?> _create;
    readonly Dictionary<string, RowBuffer?> _rows = new(StringComparer.Ordinal);
    readonly Dictionary<string, RowBuffer?>.AlternateLookup<ReadOnlySpan<char>> _byCharacters;
    byte[] _lastName = new byte[64];
    int _lastLength = -1;
    RowBuffer? _lastRows;

    /// <param name="create">Called once a name; null when its rows are not asked for.</param>
    public RowLookup(Func<string, RowBuffer?> create)
    {
        _create = create;
        _byCharacters = _rows.GetAlternateLookup<ReadOnlySpan<char>>();
    }

    public RowBuffer? Find(ReadOnlySpan<byte> name)
    {
        // Traces come sorted by name more often than not.
        if (name.Length == _lastLength && name.SequenceEqual(_lastName.AsSpan(0, _lastLength)))
        {
            return _lastRows;
        }

        Span<char> characters = name.Length <= 256 ? stackalloc char[name.Length] : new char[name.Length];
        characters = characters[..Encoding.UTF8.GetChars(name, characters)];
        if (!_byCharacters.TryGetValue(characters, out var rows))
        {
            string text = characters.ToString();
            rows = _create(text);
            _rows.Add(text, rows);
        }

        if (name.Length > _lastName.Length)
        {
            _lastName = new byte[name.Length];
        }

        name.CopyTo(_lastName);
        (_lastLength, _lastRows) = (name.Length, rows);
        return rows;
    }
}
