namespace Presage.Models.WhatIf;

/// <summary>How a metric may respond to a changed load: several possibilities, each as likely as the others.</summary>
interface IMetricResponse
{
    /// <summary>How many possibilities there are; 1 or more.</summary>
    int Count { get; }

    /// <summary>Where one of them moves the forecast.</summary>
    /// <param name="member">Below <see cref="Count"/>.</param>
    /// <param name="step">Of the forecast, from 0.</param>
    /// <param name="point">The usual forecast of the step.</param>
    BandShift At(int member, int step, double point);
}
