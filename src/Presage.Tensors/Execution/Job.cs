namespace Presage.Tensors.Execution;

/// <summary>Work that a <see cref="WorkerPool"/> cuts into numbered parts.</summary>
abstract class Job
{
    /// <summary>Does one part.</summary>
    /// <param name="part">The part's index.</param>
    /// <param name="worker">The index of the thread, which may use its own memory; 0 is the caller.</param>
    public abstract void Execute(int part, int worker);
}
