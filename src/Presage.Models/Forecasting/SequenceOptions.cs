namespace Presage.Models.Forecasting;

/// <summary>What becomes of a window before a network sees its sequences.</summary>
/// <param name="InstanceNorm">Whether each window is normalised by its own mean and deviation, which the forecast gets back.</param>
/// <param name="MetricsApart">Whether each metric is a sequence of its own, with the weights of all others; else a sequence has all metrics.</param>
readonly record struct SequenceOptions(bool InstanceNorm, bool MetricsApart)
{
    const string InstanceNormName = "instance-norm";
    const string MetricsName = "metrics";
    const string Apart = "apart";
    const string Together = "together";

    /// <summary>The setting for the first.</summary>
    public static SettingCard InstanceNormCard { get; } =
        new(InstanceNormName, "on", "normalise each window and undo it on the forecast", ["on", "off"]);

    /// <summary>A model without instance normalisation, as its variant.</summary>
    public static Variant WithoutInstanceNorm { get; } =
        new("without instance norm", new Dictionary<string, string> { [InstanceNormName] = "off" });

    /// <summary>The setting for the second.</summary>
    /// <param name="apart">Whether metrics are apart unless the user says otherwise.</param>
    public static SettingCard MetricsCard(bool apart) => new(
        MetricsName, apart ? Apart : Together, "whether the model sees all metrics of an entity together or each apart", [Together, Apart]);

    /// <summary>Reads both; a card without the second has metrics together.</summary>
    public static SequenceOptions Of(ModelSettings settings, ModelCard card) => new(
        settings.GetSwitch(InstanceNormName),
        card.Settings.Any(setting => setting.Name == MetricsName) && settings.GetText(MetricsName) == Apart);
}
