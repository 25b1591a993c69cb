namespace Presage.Models.Calibration;

/// <summary>The steps whose bands adapt on their own; those between them are interpolated.</summary>
/// <remarks>All of up to 48 steps; of a longer horizon the first 24 and 24 more, evenly spread to the last.</remarks>
sealed class BandSteps
{
    const int Dense = 24;
    const int Sparse = 24;

    readonly int[] _steps;
    readonly int[] _below;    // [H]: index of the last adapting step at or before
    readonly float[] _shares; // [H]: how far towards the next

    public BandSteps(int horizon)
    {
        _steps = horizon <= Dense + Sparse
            ? [.. Enumerable.Range(0, horizon)]
            : [.. Enumerable.Range(0, Dense), .. Enumerable.Range(1, Sparse).Select(i => Dense - 1 + (int)((long)i * (horizon - Dense) / Sparse))];
        _below = new int[horizon];
        _shares = new float[horizon];
        int at = 0;
        for (int step = 0; step < horizon; step++)
        {
            at += at + 1 < _steps.Length && _steps[at + 1] <= step ? 1 : 0;
            _below[step] = at;
            _shares[step] = at + 1 < _steps.Length ? (float)(step - _steps[at]) / (_steps[at + 1] - _steps[at]) : 0;
        }
    }

    /// <summary>How many steps adapt.</summary>
    public int Count => _steps.Length;

    /// <summary>The step of an index.</summary>
    public int this[int index] => _steps[index];

    /// <summary>The indices of the adapting steps at or before and after a step, and how far it lies towards the latter.</summary>
    public (int Below, int Next, float Share) Around(int step) =>
        (_below[step], Math.Min(_below[step] + 1, _steps.Length - 1), _shares[step]);

    /// <summary>Interpolates a number per adapting step to every step.</summary>
    /// <param name="values">[Count, N].</param>
    /// <param name="all">[H, N].</param>
    /// <param name="metrics">N.</param>
    public void Interpolate(ReadOnlySpan<float> values, Span<float> all, int metrics)
    {
        for (int step = 0; step < _below.Length; step++)
        {
            var (below, next, share) = Around(step);
            for (int metric = 0; metric < metrics; metric++)
            {
                float left = values[(below * metrics) + metric];
                all[(step * metrics) + metric] = left + (share * (values[(next * metrics) + metric] - left));
            }
        }
    }
}
