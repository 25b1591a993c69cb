using System.Globalization;

namespace Presage.Models;

/// <summary>Settings of one model: what the user gave, over the defaults of its card.</summary>
/// <remarks>Every value is stored as text, so that an artefact and a report show what the user wrote.</remarks>
public sealed class ModelSettings
{
    readonly SortedDictionary<string, string> _given;
    readonly ModelCard? _card;

    ModelSettings(SortedDictionary<string, string> given, ModelCard? card)
    {
        _given = given;
        _card = card;
    }

    /// <summary>No setting at all: every model takes its defaults.</summary>
    public static ModelSettings Empty { get; } = new(new(StringComparer.Ordinal), null);

    /// <summary>What was given explicitly, sorted by key.</summary>
    public IReadOnlyDictionary<string, string> Given => _given;

    /// <summary>Reads <c>key=value</c> pairs; <c>model.key=value</c> is for one model only.</summary>
    /// <param name="pairs">In the order of the command line; a later one replaces an earlier one.</param>
    /// <returns>Settings that are not yet tied to a model; see <see cref="For"/>.</returns>
    /// <exception cref="SettingException">A pair has no <c>=</c> or no key.</exception>
    public static ModelSettings Parse(IEnumerable<string> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string pair in pairs)
        {
            int at = pair.IndexOf('=', StringComparison.Ordinal);
            if (at <= 0)
            {
                throw new SettingException($"The setting '{pair}' is not of the form key=value.");
            }

            given[pair[..at].Trim()] = pair[(at + 1)..].Trim();
        }

        return new ModelSettings(given, null);
    }

    /// <summary>Settings from a dictionary, as an artefact or a variant holds them.</summary>
    /// <param name="values">Key and value as text.</param>
    /// <returns>Settings that are not yet tied to a model.</returns>
    public static ModelSettings From(IReadOnlyDictionary<string, string> values)
    {
        ArgumentNullException.ThrowIfNull(values);
        var given = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in values)
        {
            given[key] = value;
        }

        return new ModelSettings(given, null);
    }

    /// <summary>Picks what is meant for one model and checks it against the model's card.</summary>
    /// <param name="card">The model.</param>
    /// <param name="others">
    /// Models evaluated together with this one: a key without a model's name is taken by every model that has it, and
    /// is wrong only when none of them has.
    /// </param>
    /// <returns>Settings with the card's defaults behind them.</returns>
    /// <exception cref="SettingException">A key is unknown or a word is not among the choices.</exception>
    public ModelSettings For(ModelCard card, IEnumerable<ModelCard>? others = null)
    {
        ArgumentNullException.ThrowIfNull(card);
        var cards = (others ?? []).Append(card).DistinctBy(one => one.Id).ToArray();
        var taken = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in _given.OrderBy(pair => pair.Key.Contains('.', StringComparison.Ordinal)))
        {
            string name = key;
            var owners = cards;
            int dot = key.IndexOf('.', StringComparison.Ordinal);
            if (dot > 0)
            {
                name = key[(dot + 1)..];
                owners = Array.FindAll(cards, one => one.Id == key[..dot]);
            }

            if (!owners.Any(one => one.Settings.Any(setting => setting.Name == name)))
            {
                throw Unknown(key, value, cards);
            }

            if (owners.Contains(card) && card.Settings.FirstOrDefault(setting => setting.Name == name) is { } found)
            {
                if (found.Choices is not null && !found.Choices.Contains(value))
                {
                    throw Wrong(card, name, value, string.Join(", ", found.Choices));
                }

                taken[name] = value;
            }
        }

        return new ModelSettings(taken, card);
    }

    /// <summary>The same settings with some replaced.</summary>
    /// <param name="overrides">Key and value as text; they win.</param>
    /// <returns>New settings, tied to the same model; check them again with <see cref="For"/>.</returns>
    public ModelSettings With(IReadOnlyDictionary<string, string> overrides)
    {
        ArgumentNullException.ThrowIfNull(overrides);
        var merged = new SortedDictionary<string, string>(_given, StringComparer.Ordinal);
        foreach (var (key, value) in overrides)
        {
            merged[key] = value;
        }

        return new ModelSettings(merged, _card);
    }

    /// <summary>The same settings with other defaults: what was given stays.</summary>
    /// <param name="defaults">Key and value as text; they win over the card's defaults only.</param>
    /// <returns>New settings, tied to the same model.</returns>
    internal ModelSettings Under(IReadOnlyDictionary<string, string> defaults) =>
        With(defaults.Where(pair => !_given.ContainsKey(pair.Key)).ToDictionary(pair => pair.Key, pair => pair.Value));

    /// <summary>A setting's value as text.</summary>
    /// <param name="name">A name on the card.</param>
    /// <returns>What was given, or the default.</returns>
    /// <exception cref="ArgumentException">The card does not have it.</exception>
    public string GetText(string name)
    {
        var setting = _card?.Settings.FirstOrDefault(one => one.Name == name)
            ?? throw new ArgumentException($"The model {_card?.Id ?? "(none)"} has no setting '{name}'.", nameof(name));
        return _given.GetValueOrDefault(name, setting.Default);
    }

    /// <summary>A setting's value as a whole number.</summary>
    /// <param name="name">A name on the card.</param>
    /// <param name="least">The smallest allowed value.</param>
    /// <param name="most">The largest allowed value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="SettingException">It is no whole number in the range.</exception>
    public int GetInt32(string name, int least, int most)
    {
        string text = GetText(name);
        return int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int value) && value >= least && value <= most
            ? value
            : throw Wrong(_card!, name, text, $"a whole number from {least} to {most}");
    }

    /// <summary>A setting's value as a number.</summary>
    /// <param name="name">A name on the card.</param>
    /// <param name="least">The smallest allowed value.</param>
    /// <param name="most">The largest allowed value.</param>
    /// <returns>The value.</returns>
    /// <exception cref="SettingException">It is no finite number in the range.</exception>
    public double GetDouble(string name, double least, double most)
    {
        string text = GetText(name);
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double value) && value >= least && value <= most
            ? value
            : throw Wrong(_card!, name, text, string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
    }

    /// <summary>A setting's value as yes or no: <c>on</c>, <c>true</c>, <c>1</c> or <c>off</c>, <c>false</c>, <c>0</c>.</summary>
    /// <param name="name">A name on the card.</param>
    /// <returns>The value.</returns>
    /// <exception cref="SettingException">It is neither.</exception>
    public bool GetSwitch(string name) => GetText(name) switch
    {
        "on" or "true" or "1" => true,
        "off" or "false" or "0" => false,
        var text => throw Wrong(_card!, name, text, "on, off"),
    };

    static SettingException Wrong(ModelCard card, string name, string value, string allowed) =>
        new($"The setting {name} of {card.Id} cannot be '{value}'; allowed: {allowed}.");

    static SettingException Unknown(string key, string value, ModelCard[] cards)
    {
        var known = cards.SelectMany(one => one.Settings.Select(setting => $"{one.Id}.{setting.Name}")).ToArray();
        return known.Length == 0
            ? new SettingException($"'{key}={value}': {string.Join(", ", cards.Select(one => one.Id))} has no settings.")
            : new SettingException(
                $"'{key}={value}': no model here has the setting '{key}'. The nearest is "
                + $"'{NearestName.Find(key, known)}'; there are: {string.Join(", ", known)}.");
    }
}
