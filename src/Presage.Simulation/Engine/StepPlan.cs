namespace Presage.Simulation.Engine;

/// <summary>A step of an operation as the engine runs it: it computes when it has no call sites.</summary>
/// <param name="Sampler">How long it computes.</param>
/// <param name="FirstSite">Index of its first call site.</param>
/// <param name="SiteCount">How many call sites it has.</param>
readonly record struct StepPlan(TimeSampler Sampler, int FirstSite, int SiteCount);
