namespace Presage.Cli.Output;

/// <summary>Receives how far a piece of work is; may be called from several threads.</summary>
interface IWorkProgress
{
    /// <param name="task">The piece of work, such as <c>dual-channel seed 1</c>; one bar each.</param>
    /// <param name="fraction">How much of it is done, in [0, 1].</param>
    /// <param name="detail">A few words beside the bar, such as the loss; may be empty.</param>
    void Report(string task, double fraction, string detail);
}
