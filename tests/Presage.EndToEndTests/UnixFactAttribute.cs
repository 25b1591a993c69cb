namespace Presage.EndToEndTests;

/// <summary>A test that needs bash, signals or device files.</summary>
sealed class UnixFactAttribute : FactAttribute
{
    public UnixFactAttribute()
    {
        if (OperatingSystem.IsWindows())
        {
            Skip = "Needs bash, signals and device files.";
        }
    }
}
