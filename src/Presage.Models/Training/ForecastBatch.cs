namespace Presage.Models.Training;

/// <summary>How many windows a forecast computes at once.</summary>
/// <param name="Windows">In one run.</param>
/// <param name="ChunkItems">By one thread together: more use the processor better, fewer take less memory.</param>
readonly record struct ForecastBatch(int Windows, int ChunkItems)
{
    /// <summary>For windows of single entities.</summary>
    public static ForecastBatch Usual { get; } = new(256, 16);
}
