namespace Presage.Models.Forecasting;

/// <summary>The sizes of an encoder and a decoder.</summary>
/// <param name="Width">m, the width of a token.</param>
/// <param name="Heads">Heads of each attention.</param>
/// <param name="Inner">The width inside the feed-forward parts.</param>
/// <param name="EncoderLayers">Layers of the encoder.</param>
/// <param name="DecoderLayers">Layers of the decoder.</param>
/// <param name="Dropout">The share dropped in every part.</param>
readonly record struct TransformerSize(int Width, int Heads, int Inner, int EncoderLayers, int DecoderLayers, float Dropout)
{
    /// <summary>Reads the sizes from a model's settings.</summary>
    /// <exception cref="SettingException">A value is out of its range, or the width is no multiple of the heads.</exception>
    public static TransformerSize Of(ModelSettings settings)
    {
        var (width, heads) = (settings.GetInt32("width", 8, 512), settings.GetInt32("heads", 1, 16));
        return width % heads == 0
            ? new(
                width, heads, settings.GetInt32("inner", 8, 2048), settings.GetInt32("encoder", 1, 6), settings.GetInt32("decoder", 1, 6),
                (float)settings.GetDouble("dropout", 0, 0.9))
            : throw new SettingException($"The setting width of transformer cannot be '{width}' with {heads} heads; a multiple is needed.");
    }
}
