namespace Presage.Simulation.Engine;

/// <summary>An operation as the engine runs it.</summary>
/// <param name="Service">Index of its service.</param>
/// <param name="Name">Its name.</param>
/// <param name="FirstStep">Index of its first step.</param>
/// <param name="EndStep">Index after its last step.</param>
/// <param name="ErrorRate">How likely it fails for a reason of its own.</param>
/// <param name="UsualNs">What its workers compute on average in nanoseconds.</param>
readonly record struct OperationPlan(int Service, string Name, int FirstStep, int EndStep, double ErrorRate, double UsualNs);
