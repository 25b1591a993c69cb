namespace Presage.Tensors.Execution;

/// <summary>The sizes of a <see cref="BatchRunner"/>.</summary>
public sealed record RunnerOptions
{
    /// <summary>Whether gradients are computed.</summary>
    public required bool Training { get; init; }

    /// <summary>The largest number of windows in a batch.</summary>
    public required int MaximumBatch { get; init; }

    /// <summary>Windows computed together by one thread.</summary>
    /// <value>8: enough rows for the matrix products, few enough for the cache.</value>
    public int ChunkItems { get; init; } = 8;

    internal RunnerOptions Validate()
    {
        if (MaximumBatch < 1)
        {
            throw new ArgumentException($"RunnerOptions: MaximumBatch is {MaximumBatch}; at least 1 is needed.");
        }

        return ChunkItems >= 1 ? this : throw new ArgumentException($"RunnerOptions: ChunkItems is {ChunkItems}; at least 1 is needed.");
    }
}
