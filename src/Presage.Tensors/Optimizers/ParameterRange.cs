using Presage.Tensors.Autodiff;

namespace Presage.Tensors.Optimizers;

/// <summary>Neighbouring parameters that are treated alike, so that one pass serves them all.</summary>
/// <param name="Start">Where they start in the flat buffers.</param>
/// <param name="Length">The floats up to the next range, padding included.</param>
/// <param name="RateScale">Their share of the learning rate.</param>
/// <param name="Decays">Whether weight decay pulls them to zero.</param>
readonly record struct ParameterRange(long Start, int Length, float RateScale, bool Decays)
{
    /// <summary>Cuts a set into ranges.</summary>
    public static ParameterRange[] Of(ParameterSet parameters)
    {
        var ranges = new List<ParameterRange>();
        for (var index = 0; index < parameters.Parameters.Count; index++)
        {
            var parameter = parameters.Parameters[index];
            var end = index + 1 < parameters.Parameters.Count ? parameters.Parameters[index + 1].Offset : parameters.Length;
            var length = checked((int)(end - parameter.Offset));
            if (ranges is [.., var last] && last.RateScale == parameter.LearningRateScale && last.Decays == parameter.Decays)
            {
                ranges[^1] = last with { Length = checked(last.Length + length) };
            }
            else
            {
                ranges.Add(new ParameterRange(parameter.Offset, length, parameter.LearningRateScale, parameter.Decays));
            }
        }

        return [.. ranges];
    }
}
