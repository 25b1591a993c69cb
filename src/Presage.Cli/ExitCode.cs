namespace Presage.Cli;

/// <summary>What the process tells its caller; printed by <c>presage --help</c>.</summary>
static class ExitCode
{
    /// <summary>Everything asked for was done.</summary>
    public const int Ok = 0;

    /// <summary>The machine got in the way: no space left, no network, a defect of ours.</summary>
    public const int RuntimeFailure = 1;

    /// <summary>The command line asks for something that does not exist or cannot be written.</summary>
    public const int Usage = 2;

    /// <summary>The data, the artefact or their combination cannot be used.</summary>
    public const int BadData = 3;

    /// <summary>The evaluation ran, and a bound of <c>--fail-above</c> was exceeded.</summary>
    public const int QualityGate = 4;

    /// <summary>Interrupted by Ctrl-C or a termination signal.</summary>
    public const int Cancelled = 130;
}
