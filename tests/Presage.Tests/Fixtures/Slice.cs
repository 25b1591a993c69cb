namespace Presage.Tests.Fixtures;

/// <summary>The hand-written slices beside the tests, each in the layout of its format.</summary>
static class Slice
{
    /// <param name="name">Relative to this folder, such as <c>alibaba2018/machine_usage.csv</c>.</param>
    public static string Path(string name) => System.IO.Path.Combine(AppContext.BaseDirectory, "Fixtures", name);
}
