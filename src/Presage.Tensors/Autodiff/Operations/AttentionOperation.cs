using Presage.Tensors.Kernels;

namespace Presage.Tensors.Autodiff.Operations;

/// <summary>y = softmax(Q Kᵀ/√d) V in several heads, which lie side by side in the columns.</summary>
/// <remarks>
/// Inputs are either [Q K V] packed, [B, T, 3m], or Q [B, S, m] and [K V] packed, [B, T, 2m]; then, optionally, a key mask [B, T] where 0 hides
/// a key. Kept for backward are the weights; which of them are dropped is drawn again.
/// </remarks>
sealed unsafe class AttentionOperation : Operation
{
    readonly AttentionShape _shape;
    readonly int _memory;
    readonly int _mask;
    readonly float _dropout;
    readonly ulong _place;

    /// <param name="shape">The sizes.</param>
    /// <param name="inputs">As the remarks say.</param>
    /// <param name="memory">Which input holds keys and values: 0 is the packed one.</param>
    /// <param name="dropout">The share of weights that training drops.</param>
    AttentionOperation(AttentionShape shape, Tensor[] inputs, int memory, float dropout)
        : base(inputs)
    {
        (_shape, _memory) = (shape, memory);
        _mask = inputs.Length > memory + 1 ? memory + 1 : -1;
        _dropout = inputs[0].Graph.Training ? dropout : 0f;
        _place = (ulong)inputs[0].Graph.Operations.Count;
    }

    public override bool BackwardReadsOutput => false;

    int Width => _shape.Heads * _shape.HeadWidth;

    int QueryStride => _memory == 0 ? 3 * Width : Width;

    int MemoryStride => _memory == 0 ? 3 * Width : 2 * Width;

    bool KeepsWeights => Output.NeedsGradient;

    // Where keys start in a row of the memory; the values follow them.
    int KeyColumn => _memory == 0 ? Width : 0;

    /// <summary>Attention of a sequence to itself.</summary>
    /// <param name="packed">[B, T, 3m].</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="causal">Whether a step sees only itself and earlier steps.</param>
    /// <param name="keyMask">[B, T], or null.</param>
    /// <param name="dropout">The share of weights that training drops.</param>
    /// <returns>[B, T, m].</returns>
    public static Tensor Self(Tensor packed, int heads, bool causal, Tensor? keyMask, float dropout)
    {
        if (packed.Shape.Rank != 3 || packed.Shape.Last % (3 * heads) != 0)
        {
            throw new ArgumentException($"Attention: {packed.Shape} for {heads} heads; [B, T, 3m] is needed, m a multiple of the heads.");
        }

        CheckMask(keyMask, packed);
        var (batch, steps, width) = (packed.Shape[0], packed.Shape[1], packed.Shape.Last / 3);
        var shape = new AttentionShape(batch, steps, steps, heads, width / heads, causal);
        Tensor[] inputs = keyMask is null ? [packed] : [packed, keyMask.StopGradient()];
        return packed.Graph.Apply(new AttentionOperation(shape, inputs, memory: 0, dropout), packed.Shape.With(-1, width));
    }

    /// <summary>Attention of a sequence to another one.</summary>
    /// <param name="query">[B, S, m].</param>
    /// <param name="memory">[B, T, 2m].</param>
    /// <param name="heads">The number of heads.</param>
    /// <param name="keyMask">[B, T], or null.</param>
    /// <param name="dropout">The share of weights that training drops.</param>
    /// <returns>[B, S, m].</returns>
    public static Tensor Cross(Tensor query, Tensor memory, int heads, Tensor? keyMask, float dropout)
    {
        var width = query.Shape.Last;
        if (query.Shape.Rank != 3 || memory.Shape.Rank != 3 || memory.Shape[0] != query.Shape[0] || memory.Shape.Last != 2 * width || width % heads != 0)
        {
            throw new ArgumentException(
                $"Attention: queries {query.Shape}, keys and values {memory.Shape}, {heads} heads; [B, S, m] and [B, T, 2m] are needed.");
        }

        CheckMask(keyMask, memory);
        var shape = new AttentionShape(query.Shape[0], query.Shape[1], memory.Shape[1], heads, width / heads);
        Tensor[] inputs = keyMask is null ? [query, memory] : [query, memory, keyMask.StopGradient()];
        return query.Graph.Apply(new AttentionOperation(shape, inputs, memory: 1, dropout), query.Shape);
    }

    public override bool BackwardReadsInput(int index) => index != _mask;

    public override long SavedLength(bool training) => AttentionKernels.SavedLength(_shape, KeepsWeights);

    public override long ScratchLength(bool training) =>
        training
            ? Math.Max(AttentionKernels.ForwardScratchLength(_shape), AttentionKernels.BackwardScratchLength(_shape))
            : AttentionKernels.ForwardScratchLength(_shape);

    public override void Forward(Workspace workspace)
    {
        var key = workspace.Value(Inputs[_memory]) + KeyColumn;
        AttentionKernels.Forward(
            _shape, workspace.Value(Inputs[0]), QueryStride, key, MemoryStride, key + Width, MemoryStride,
            _mask < 0 ? null : workspace.Value(Inputs[_mask]), workspace.Value(Output), Width, workspace.Saved(this), KeepsWeights, workspace.Scratch,
            Dropout(workspace));
    }

    public override void Backward(Workspace workspace)
    {
        var key = workspace.Value(Inputs[_memory]) + KeyColumn;
        var gradQuery = NeedsGradient(0) ? workspace.Gradient(Inputs[0]) : null;
        var gradKey = NeedsGradient(_memory) ? workspace.Gradient(Inputs[_memory]) + KeyColumn : null;
        AttentionKernels.Backward(
            _shape, workspace.Value(Inputs[0]), QueryStride, key, MemoryStride, key + Width, MemoryStride, workspace.Saved(this),
            workspace.Gradient(Output), Width, gradQuery, QueryStride, gradKey, MemoryStride, gradKey + Width, MemoryStride,
            Accumulates[0], Accumulates[_memory], workspace.Scratch, Dropout(workspace));
    }

    WeightDropout Dropout(Workspace workspace) => new(_dropout, SeededRandom.Mix(workspace.Seed ^ SeededRandom.Mix(_place + 1)), workspace.FirstItem);

    static void CheckMask(Tensor? keyMask, Tensor memory)
    {
        if (keyMask is not null && keyMask.Shape != new Shape(memory.Shape[0], memory.Shape[1]))
        {
            throw new ArgumentException($"Attention: a key mask of {keyMask.Shape}; [{memory.Shape[0]}, {memory.Shape[1]}] is needed.");
        }
    }
}
