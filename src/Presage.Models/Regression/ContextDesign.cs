namespace Presage.Models.Regression;

/// <summary>What a linear forecast may look at. All forecasts are relative to the mean of the metric's own window.</summary>
enum ContextDesign
{
    /// <summary>The window, centred: T features. Its closed form is that of RLinear.</summary>
    Window,

    /// <summary>The window, centred, its mean and a constant: equivalent to a regression on the raw window.</summary>
    RawWindow,

    /// <summary>
    /// The newest values, means over ever longer stretches before them, the window's spread, and what the age of the newest observation changes.
    /// </summary>
    /// <remarks>
    /// No level, no constant and no time of day: of a window that is shifted and scaled, the forecast is shifted and scaled alike, so that a load
    /// which drifts out of what was seen in training is forecast as before.
    /// </remarks>
    Summary,

    /// <summary>The features of <see cref="Summary"/> followed by those of <see cref="RawWindow"/>, for the mean of their two forecasts.</summary>
    SummaryAndRawWindow,
}
