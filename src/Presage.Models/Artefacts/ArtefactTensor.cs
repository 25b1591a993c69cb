namespace Presage.Models.Artefacts;

/// <summary>A named block of float32 numbers in an artefact.</summary>
/// <param name="Name">Unique in its artefact.</param>
/// <param name="Shape">The length of each axis, slowest first.</param>
/// <param name="Values">As many as the product of the shape.</param>
sealed record ArtefactTensor(string Name, int[] Shape, float[] Values)
{
    /// <summary>The product of the shape, without overflow.</summary>
    public static long CountOf(ReadOnlySpan<int> shape)
    {
        long count = 1;
        foreach (int length in shape)
        {
            count = checked(count * length);
        }

        return count;
    }
}
