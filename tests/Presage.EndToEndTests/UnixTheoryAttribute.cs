namespace Presage.EndToEndTests;

/// <summary>A theory that needs bash, signals or device files.</summary>
sealed class UnixTheoryAttribute : TheoryAttribute
{
    public UnixTheoryAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs bash, signals and device files.";
        }
    }
}
